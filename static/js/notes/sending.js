// Sends what waits, in order, whenever there is a connection, and asks what is new. It never holds up a keystroke.

const SOON = 700 // milliseconds after the last keystroke
const LOOK = 5_000
const LOOK_HIDDEN = 30_000
const GIVE_UP = 20_000
const WAITS = [1_000, 2_000, 4_000, 8_000, 15_000]

const cookie = (name) =>
  document.cookie
    .split('; ')
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** Ask the site, in JSON. Returns {status, body}; status 0 without an answer, 401 when nobody is signed in. */
export const ask = async (address, body) => {
  const token = cookie('__Host-csrf') ?? cookie('csrf') ?? ''
  const late = new AbortController()
  const patience = setTimeout(() => late.abort(), GIVE_UP)
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
      body: JSON.stringify({ v: 1, ...body }),
      redirect: 'manual',
      signal: late.signal,
    })
    if (answer.type === 'opaqueredirect') return { status: 401, body: {} }
    return { status: answer.status, body: await answer.json().catch(() => ({})) }
  } catch {
    return { status: 0, body: {} }
  } finally {
    clearTimeout(patience)
  }
}

export class Sender {
  /**
   * where: () => ({item, line, typing}) under the cursor. told: what to do with each {status, body}.
   * first: asked before each send; what it returns, if anything, is the answer, and nothing is sent.
   */
  constructor({ address, board, page, lock, where, told, first }) {
    Object.assign(this, { address, board, page, lock, where, told, first, failures: 0, soon: null, busy: false })
    addEventListener('online', () => this.now())
    document.addEventListener('visibilitychange', () => this.now())
    addEventListener('pagehide', () => this.last())
  }

  /** Send when the typing pauses. */
  later() {
    this.wanted = true
    if (this.busy || this.failures) return
    clearTimeout(this.soon)
    this.soon = setTimeout(() => this.now(), SOON)
  }

  now() {
    this.wanted = true
    if (!this.busy) this.#send()
  }

  #wait() {
    const wait = WAITS[Math.min(this.failures, WAITS.length) - 1]
    return wait * (0.75 + Math.random() / 2)
  }

  #body(saves) {
    const { item, line, typing } = this.where()
    const strip = ({ key, do: verb, line, kind, item, base, fields, note, after }) =>
      ({ key, do: verb, line, kind, item, base, fields, note, after })
    const seen = this.board.stale ? 0 : this.board.revision
    return { page: this.page, lock: this.lock?.() ?? null, seen, item, line, typing, saves: saves.map(strip) }
  }

  async #send() {
    this.busy = true
    this.wanted = false
    clearTimeout(this.soon)
    const not = await this.first?.()
    if (this.held && !not) {
      this.busy = false
      return this.later()
    }
    const batch = this.closed || not ? [] : this.board.next()
    const answer = not ?? (await ask(this.address, this.#body(batch)))
    this.busy = false
    this.failures = answer.status === 200 ? 0 : this.failures + 1
    if (answer.status === 200) {
      this.board.stale = false
      this.closed = answer.body.closed
      this.board.answered(batch, answer.body)
    }
    this.told(answer)
    clearTimeout(this.soon)
    const more = !this.closed && this.board.waiting.some(({ base }) => base !== null)
    const look = this.wanted ? SOON : document.hidden ? LOOK_HIDDEN : LOOK
    this.soon = setTimeout(() => this.now(), this.failures ? this.#wait() : more ? 0 : look)
  }

  /** The page goes: one more try, which the browser may finish without us. What it holds is on the device in any case. */
  last() {
    const batch = this.closed || this.held ? [] : this.board.next(20, 30_000)
    if (!batch.length) return
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': cookie('__Host-csrf') ?? cookie('csrf') ?? '' }
    const body = JSON.stringify({ v: 1, ...this.#body(batch) })
    fetch(this.address, { method: 'POST', headers, body, keepalive: true, redirect: 'manual' }).catch(() => {})
  }
}
