"""Run every benchmark of this folder, tools/bench_*.py, one after the other; exit 1 when one fails or there is none."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
benchmarks = sorted((ROOT / "tools").glob("bench_*.py"))
if not benchmarks:
    sys.exit("There is no tools/bench_*.py to run.")
results = []
for benchmark in benchmarks:
    print(f"{benchmark.stem.removeprefix('bench_')}:", flush=True)
    results.append(subprocess.run([sys.executable, benchmark], cwd=ROOT).returncode)
sys.exit(any(results))
