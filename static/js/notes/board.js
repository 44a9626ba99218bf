// The lines of a meeting as the page shows them, and the saves that have not been answered yet.
//
// A save is a small record: {key, do: put | move | remove, line, kind, item, base, fields, note, after}. `base` is the
// version of the line the person saw; null while an earlier save of the same line is still on its way. A save that was
// sent once is never changed again, so that the site can tell it is the same one; later words become a second save.
// `parked`: the site could not take it ("conflict", "gone" or "refused"), and the person decides.

const BLANK = {
  consensus: { question: '', outcome: 'agreed', text: '', care: '', no_other_views: false },
  view: { text: '', place: 'raised', how: '' },
  to_do: { text: '', due: null, shown_as: 'volunteer', report_to_parent: false },
}
const POINTS = ['discussed', 'agreed', 'asked', 'concern', 'noted']

/** A new key. Where the page is not served over https a browser has no randomUUID. */
export const newKey = () => {
  const digits = [...crypto.getRandomValues(new Uint8Array(16))]
  digits[6] = (digits[6] & 0x0f) | 0x40
  digits[8] = (digits[8] & 0x3f) | 0x80
  const hex = digits.map((digit) => digit.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** What a line of a kind is made of. */
export const namesOf = (kind) => (kind === 'item' ? ['no_other_views', 'private_sentence'] : Object.keys(BLANK[kind] ?? { text: '' }))
export const isPoint = (kind) => POINTS.includes(kind)
const family = (kind) => (isPoint(kind) ? 'point' : kind)

const byPosition = (a, b) => a.position - b.position || (a.id < b.id ? -1 : 1)

export class Board {
  /** keep: a function that writes and drops saves on the device, as Vault.change. page: the id of this page. */
  constructor({ lines, revision, page, keep }) {
    this.lines = new Map(lines.map((line) => [line.id, line]))
    this.revision = revision
    this.page = page
    this.queue = []
    this.keep = keep
    this.watchers = []
    this.sent = new Map()
    this.hints = new Map()
  }

  watch(watcher) {
    this.watchers.push(watcher)
  }

  #changed(ids) {
    for (const watcher of this.watchers) watcher(new Set(ids))
  }

  /** The lines of an item that belong together, in their order: of points, of one other kind, or views of a note. */
  of(item, kind, note) {
    const among = [...this.lines.values()].filter(
      (line) => line.item === item && family(line.kind) === family(kind) && (!note || line.note === note) && !line.draft,
    )
    return among.sort(byPosition)
  }

  savesOf(id) {
    return this.queue.filter(({ line }) => line === id)
  }

  parkedOf(id) {
    return this.savesOf(id).find(({ parked }) => parked)
  }

  /** "sent", or what is in its way: "draft", "waiting", "conflict", "gone", "refused". */
  stateOf(id) {
    const saves = this.savesOf(id)
    return saves.find(({ parked }) => parked)?.parked ?? (saves.length ? 'waiting' : 'sent')
  }

  get waiting() {
    return this.queue.filter(({ parked, draft }) => !parked && !draft)
  }

  // --- what the person does -----------------------------------------------------------------------------------------

  /** Add a line. Returns it. draft: it is still being typed; not shown among the others, and not sent before `release`. */
  add({ text, ...where }) {
    return this.addAll({ texts: [text], ...where })[0]
  }

  /** Add lines of one kind, one after the other. Returns them. */
  addAll({ kind, item, texts, note = null, after = null, draft = false, ...more }) {
    const beside = this.of(item, kind, note)
    const before = after && beside.find(({ id }) => id === after)
    const start = before ? before.position : (beside.at(-1)?.position ?? 0)
    const step = before ? 1 / (texts.length + 1) : 1
    const made = texts.map((text, index) => {
      const id = newKey()
      const position = start + (index + 1) * step
      return { ...(BLANK[kind] ?? {}), ...more, id, kind, item, note, text, position, version: 0, draft }
    })
    const saves = made.map((line, index) => {
      this.lines.set(line.id, line)
      const follows = before ? (made[index - 1]?.id ?? after) : null
      return this.#save({ do: 'put', line: line.id, ...this.#said(line), base: 0, after: follows, draft })
    })
    this.queue.push(...saves)
    this.#write({ write: saves })
    this.#changed(made.map(({ id }) => id))
    return made
  }

  /** Change words or choices of a line: {text: …}. */
  change(id, fields) {
    const line = this.lines.get(id)
    if (!line || Object.entries(fields).every(([name, value]) => line[name] === value)) return
    Object.assign(line, fields)
    this.#put(line)
  }

  /** Say something of an item as a whole: {no_other_views} or {private_sentence}. */
  ofItem(item, fields) {
    const id = `item:${item}`
    const line = this.lines.get(id) ?? { id, kind: 'item', item, version: 0, no_other_views: false, private_sentence: '' }
    Object.assign(line, fields)
    this.lines.set(id, line)
    this.#put(line, { names: Object.keys(fields) })
  }

  /** Whoever types a line has stopped for a moment: send what there is. It may be changed still. */
  release(id) {
    const held = this.savesOf(id).filter(({ draft }) => draft)
    for (const save of held) delete save.draft
    if (held.length) this.#write({ write: held })
  }

  /** A line that was being typed is finished: it stands among the others now. */
  finish(id) {
    delete this.lines.get(id).draft
    this.release(id)
    this.#changed([id])
  }

  remove(id) {
    const line = this.lines.get(id)
    this.lines.delete(id)
    const before = this.savesOf(id)
    const fresh = before.filter(({ tried, parked }) => !tried || parked)
    this.queue = this.queue.filter((save) => !fresh.includes(save))
    const made = line.version === 0 && fresh.length === before.length
    const write = made ? [] : [this.#save({ do: 'remove', line: id, kind: line.kind, base: this.#baseOf(line) })]
    this.queue.push(...write)
    this.#write({ write, drop: fresh })
    this.#changed([id])
    return line
  }

  /** Put back a line that was taken out, where it stood. */
  restore(line) {
    const again = { ...line, version: 0 }
    this.lines.set(again.id, again)
    const saves = [this.#save({ do: 'put', line: again.id, ...this.#said(again), base: 0 })]
    const beside = this.of(line.item, line.kind)
    const there = beside.indexOf(again)
    if (line.kind !== 'view' && there < beside.length - 1) {
      // The site puts a new line last.
      const after = beside[there - 1]?.id ?? null
      saves.push(this.#save({ do: 'move', line: again.id, kind: line.kind, item: line.item, after }))
    }
    this.queue.push(...saves)
    this.#write({ write: saves })
    this.#changed([again.id])
  }

  /** Let a line stand after another of its kind, or first. Returns what would move it back. */
  move(id, item, after) {
    const line = this.lines.get(id)
    const old = this.of(line.item, line.kind)
    const back = { item: line.item, after: old[old.indexOf(line) - 1]?.id ?? null }
    const beside = this.of(item, line.kind).filter((other) => other !== line)
    const place = after ? beside.findIndex((other) => other.id === after) + 1 : 0
    line.item = item
    beside.splice(place, 0, line)
    beside.forEach((other, index) => (other.position = index + 1))
    const save = this.#save({ do: 'move', line: id, kind: line.kind, item, after })
    this.queue.push(save)
    this.#write({ write: [save] })
    this.#changed(beside.map((other) => other.id))
    return back
  }

  /** Decide between two texts: "mine", "theirs" or "both". */
  choose(id, which) {
    const save = this.parkedOf(id)
    const theirs = save.theirs
    const mine = this.lines.get(id)
    this.queue = this.queue.filter((other) => other !== save)
    if (which === 'mine') {
      const again = { ...save, key: newKey(), parked: undefined, tried: false, theirs: undefined }
      again.base = theirs?.version ?? 0
      this.queue.push(again)
      this.#write({ write: [again] })
    } else {
      this.#write({ drop: [save] })
      if (theirs) this.lines.set(id, { ...theirs })
      else this.lines.delete(id)
      if (which === 'both') this.add({ ...mine, after: theirs ? id : null, draft: false })
    }
    this.#changed([id])
  }

  // --- saves --------------------------------------------------------------------------------------------------------

  #baseOf(line) {
    return this.queue.some((save) => save.line === line.id && !save.parked) ? null : line.version
  }

  #save(save) {
    return { key: newKey(), page: this.page, ...save }
  }

  #said(line, names = namesOf(line.kind)) {
    const fields = Object.fromEntries(names.map((name) => [name, line[name]]))
    return { kind: line.kind, item: line.item, note: line.note ?? null, fields }
  }

  #put(line, { names } = {}) {
    const last = this.savesOf(line.id).at(-1)
    const said = this.#said(line, names)
    if (last?.do === 'put' && (last.parked || !last.tried) && (!names || last.fields?.[names[0]] !== undefined)) {
      Object.assign(last, said)
      if (last.parked === 'refused') Object.assign(last, { key: newKey(), parked: undefined, tried: false, why: undefined })
      this.#write({ write: [last] })
    } else {
      const save = this.#save({ do: 'put', line: line.id, ...said, base: this.#baseOf(line), draft: line.draft && !line.version && !last })
      this.queue.push(save)
      this.#write({ write: [save] })
    }
    this.#changed([line.id])
  }

  /** Keep on the device, or drop, what is not a save. */
  beside(step) {
    this.#write(step)
  }

  #write(step) {
    this.written = this.keep(step).then(
      () => (this.unkept = false),
      () => (this.unkept = true),
    )
    this.written.then(() => this.#changed([]))
  }

  /** Take over what waited on the device. Nobody knows whether it was sent, so it counts as sent; drafts were not. */
  adopt(saves) {
    for (const save of saves) {
      Object.assign(save, { page: this.page, tried: !save.draft })
      this.queue.push(save)
      this.#show(save)
    }
    this.queue.sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity)) // what was typed first goes first
    this.#write({ write: saves })
    this.#changed(saves.map(({ line }) => line))
  }

  #show(save) {
    if (save.do === 'remove') this.lines.delete(save.line)
    else if (save.do === 'move') {
      const line = this.lines.get(save.line)
      if (line) line.item = save.item
    } else {
      const old = this.lines.get(save.line)
      const last = this.of(save.item, save.kind, save.note).at(-1)?.position ?? 0
      const { kind, item, note, fields, draft } = save
      this.lines.set(save.line, { version: 0, position: last + 1, ...old, id: save.line, kind, item, note, ...fields, draft })
    }
  }

  /** What to send next, oldest first: at most `most` saves and about `letters` letters. They count as tried from now. */
  next(most = 50, letters = 100_000) {
    const batch = []
    let size = 0
    const held = new Set()
    for (const save of this.queue) {
      if (save.parked || save.draft || held.has(save.line)) {
        held.add(save.line)
        continue
      }
      if (save.base === null) {
        held.add(save.line) // its version is known when the earlier one is answered
        continue
      }
      size += JSON.stringify(save.fields ?? '').length
      if (batch.length === most || (batch.length && size > letters)) break
      batch.push(save)
      held.add(save.line)
    }
    for (const save of batch) save.tried = true
    return batch
  }

  /** Take in what the site answered to a send. */
  answered(batch, answer) {
    const changed = new Set()
    const write = []
    const drop = []
    for (const told of answer.answers) {
      const save = batch.find(({ key }) => key === told.key)
      if (!save) continue
      changed.add(save.line)
      const line = this.lines.get(save.line)
      const later = this.queue.find((other) => other.line === save.line && other !== save && !other.parked)
      if (told.outcome === 'kept') {
        this.queue = this.queue.filter((other) => other !== save)
        drop.push(save)
        if (line && save.do !== 'remove') line.version = told.version
        if (later && later.base === null) {
          later.base = save.do === 'remove' ? 0 : told.version
          write.push(later)
        }
        this.sent.set(save.line, answer.at)
      } else if (save.do === 'remove' && told.theirs) {
        this.queue = this.queue.filter((other) => other !== save)
        drop.push(save)
        this.lines.set(save.line, told.theirs) // somebody changed it meanwhile, so it stays
      } else {
        Object.assign(save, { parked: told.outcome, theirs: told.theirs ?? null, why: told.why })
        if (later?.do === 'put' && save.do === 'put') {
          save.fields = later.fields
          this.queue = this.queue.filter((other) => other !== later)
          drop.push(later)
        } else if (later?.base === null) {
          later.base = save.base
          write.push(later)
        }
        write.push(save)
        if (save.do === 'move' || (save.do === 'remove' && told.outcome === 'refused')) {
          this.queue = this.queue.filter((other) => other !== save)
          drop.push(save)
          write.pop()
          this.stale = true
        }
      }
    }
    if (write.length || drop.length) this.#write({ write, drop })
    this.#learn(answer, changed)
    for (const [id, found] of Object.entries(answer.hints ?? {})) {
      this.hints.set(id, found)
      changed.add(id)
    }
    this.#changed(changed)
  }

  /** Take in the lines that others changed. What waits here to be sent is not touched. */
  #learn({ revision, whole, lines, gone }, changed) {
    this.revision = revision
    const ours = new Set(this.queue.map(({ line }) => line))
    for (const line of lines) {
      const known = this.lines.get(line.id)
      if (!ours.has(line.id)) this.lines.set(line.id, { ...line, draft: known?.draft })
      else if (known && line.position) known.position = line.position
      changed.add(line.id)
    }
    const there = new Set(lines.map(({ id }) => id))
    const away = whole ? [...this.lines.keys()].filter((id) => !there.has(id)) : gone
    for (const id of away.filter((id) => !ours.has(id))) {
      this.lines.delete(id)
      changed.add(id)
    }
  }
}
