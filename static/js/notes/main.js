// The notes page: what is typed is on the device at once, and goes to the site by itself. Without script the same page has
// a button that saves. Opened without signal there is no state in the page, only what the device remembers of the place.

import { Board, isPoint, newKey } from './board.js';
import { Drawing, iconOf, say, words } from './drawing.js';
import { LONGEST, MOST, asLines, fromDocument, split } from './pasting.js';
import { Sender, ask } from './sending.js';
import { Vault, newKeys } from './vault.js';

const page = newKey()
const holder = document.getElementById('t-board')
const root = holder.content.firstElementChild.cloneNode(true) // takes the place of the page's own lines once it is ready
const stateHere = document.getElementById('notes-state')
const start = location.pathname.match(/^.*\/notes\//)?.[0]
const part = (name) => root.querySelector(`[data-part="${name}"]`)
const [said, composer, sentence] = ['#said', '#composer', '#sentence'].map((name) => root.querySelector(name))
const CALM = 3_000 // how long something may wait before the page says so
const KEEP = 400 // milliseconds from a keystroke to the device
const TWICE = 1_000 // from one press to another that was not meant
const PAUSE = 4_000 // without a keystroke, before half a sentence is sent too

let state = stateHere ? JSON.parse(stateHere.textContent) : null
let vault = null
let sealed = 0
let last = { status: 200, body: {} }
let clockGap = null
let draft = null
let long = null // the record of what stands in the box while it is too long for one line
const undos = []

navigator.locks?.request(`notes-page:${page}`, () => new Promise(() => {}))

const openVault = async () => {
  vault = await Vault.open(start)
  const known = await vault.remembered()
  if (!state) {
    if (!known) return
    state = { sync: `${start}sync/`, keys: known, items: known.items, item: known.item, lines: [], revision: 0, remembered: true }
  } else if (!state.keys) {
    const made = await newKeys()
    const answer = await ask(state.lock, made)
    state.keys = answer.status === 200 ? answer.body : known
  }
  if (!state.keys) throw new Error('no keys')
  await vault.use(state.keys)
}

const livingPages = async () => {
  if (!navigator.locks) return new Set([page])
  const { held } = await navigator.locks.query()
  return new Set([page, ...held.map(({ name }) => name.replace('notes-page:', ''))])
}

// --- the page ----------------------------------------------------------------------------------------------------------

class Page {
  constructor(board) {
    this.board = board
    this.others = []
    this.items = state.items
    this.hasParent = state.has_parent
    this.item = this.#itemOf(location.pathname) ?? state.item
    this.line = ''
  }

  #itemOf(path) {
    const number = Number(path.match(/\/notes\/(\d+)\/$/)?.[1])
    return this.items.some(({ id }) => id === number) ? number : null
  }

  get here() {
    return this.items.find(({ id }) => id === this.item) ?? this.items[0]
  }

  leadOf(id) {
    return `${start}actions/${id}/`
  }

  at(id) {
    this.line = id
  }

  soon() {
    sender.later()
  }

  look() {
    sender.now()
  }

  change(id, fields) {
    const { text } = fields
    if (text && text.length > LONGEST) {
      const [first, ...rest] = split(text)
      this.board.change(id, { text: first })
      const line = this.board.lines.get(id)
      this.board.addAll({ kind: isPoint(line.kind) ? line.kind : 'discussed', item: line.item, texts: rest, after: isPoint(line.kind) ? id : null })
      aloud(say(words.split, { count: rest.length + 1 }))
    } else this.board.change(id, fields)
    this.soon()
  }

  /** The room was asked for other views and there were none, or it was not asked; of a note, or of the whole item. */
  asked(note, no_other_views) {
    const { item } = this
    const put = (none) => (note ? this.board.change(note, { no_other_views: none }) : this.board.ofItem(item, { no_other_views: none }))
    put(no_other_views)
    undos.push({ words: words.undo_asked, back: () => put(!no_other_views), holds: () => !note || this.board.lines.has(note) })
    aloud(no_other_views ? words.asked_none : words.not_asked, true)
    this.look()
  }

  allAgreed(id) {
    this.change(id, { kind: 'agreed' })
    const line = this.board.lines.get(id)
    const holds = () => this.board.lines.get(id)?.kind === 'agreed'
    undos.push({ words: words.undo_agreed, back: () => this.change(id, { kind: 'discussed' }), holds })
    aloud(say(words.all_agreed, { text: line.text.slice(0, 80) }), true)
  }

  chosen(which) {
    aloud(words.chosen[which])
    this.soon()
  }

  write() {
    said.focus()
  }

  addView(note) {
    pick('view')
    beside = note
    describe()
    said.focus()
  }

  takeOut(id) {
    const line = this.board.remove(id)
    if (!line) return
    undos.push({ words: words.undo_out, back: () => this.board.restore(line) })
    aloud(words.taken, true)
    this.look()
    const { activeElement } = document
    if (!root.contains(activeElement) || drawing.nodes.get(id)?.contains(activeElement)) said.focus()
  }

  shift(id, by) {
    const line = this.board.lines.get(id)
    const beside = this.board.of(line.item, line.kind)
    const there = beside.indexOf(line) - (isPoint(line.kind) ? by : -by) // points stand newest first
    if (there < 0 || there >= beside.length) return aloud(words.no_further)
    const others = beside.filter((other) => other !== line)
    const place = isPoint(line.kind) ? beside.length - there : there + 1 // as it stands on the screen
    this.#moved(id, line.item, others[there - 1]?.id ?? null, say(words.moved, { place, count: beside.length }))
  }

  moveTo(id, item) {
    const { kind } = this.board.lines.get(id)
    const { title } = this.items.find((one) => one.id === item)
    this.#moved(id, item, this.board.of(item, kind).at(-1)?.id ?? null, say(words.moved_to, { title }))
  }

  #moved(id, item, after, told) {
    const back = this.board.move(id, item, after)
    undos.push({ words: words.undo_move, back: () => this.board.move(id, back.item, back.after) })
    aloud(told, true)
    this.soon()
  }

  /** After a drawing: everything around the lines. */
  drawn() {
    status()
  }

  go(item, { push = true } = {}) {
    const next = this.items.find(({ id }) => id === item)
    if (!next) return
    const { title } = this.here
    if (leave()) aloud(say(words.left_in, { title }))
    this.item = item
    this.line = ''
    if (push) history.pushState({}, '', `${start}${item}/`)
    around()
    drawing.all()
    fetchDraft()
    vault?.remember({ ...memory(), item })
    part('title').focus({ preventScroll: false })
    this.look()
  }
}

const memory = () => ({
  id: state.keys?.id,
  public: state.keys?.public,
  items: state.items.map(({ id, takes }) => ({ id, takes })),
  item: pageOf.item,
})

// --- around the lines ----------------------------------------------------------------------------------------------

const around = () => {
  const { here } = pageOf
  const number = pageOf.items.indexOf(here) + 1
  const title = here.title ?? say(words.item, { number })
  here.title ??= title
  part('title').textContent = title
  document.title = document.title.replace(/^.*?(?= – [^–]*$)/, `${title}: ${words.notes}`)
  part('where').textContent = here.span ? say(words.where, { number, count: pageOf.items.length, span: here.span }) : say(words.item, { number })
  composer.hidden = !here.takes
  document.getElementById('private').hidden = here.takes
  sentence.value = pageOf.board.lines.get(`item:${here.id}`)?.private_sentence ?? ''
  for (const block of document.querySelectorAll('[data-for-item]')) block.hidden = Number(block.dataset.forItem) !== here.id
  for (const block of document.querySelectorAll('[data-for-rule]')) block.hidden = block.dataset.forRule !== here.rule
  for (const form of document.querySelectorAll('form[action*="/notes/"]')) {
    form.action = form.action.replace(/\/notes\/\d+\//, `/notes/${here.id}/`)
  }
  const index = pageOf.items.indexOf(here)
  for (const [at, step] of [...document.querySelectorAll('.co-rail [data-item]')].entries()) {
    const how = at < index ? 'done' : at === index ? 'now' : 'todo'
    step.className = `co-trail__step co-trail__step--${how}`
    step.toggleAttribute('aria-current', how === 'now')
    if (how === 'now') step.setAttribute('aria-current', 'step')
    step.querySelector('svg')?.replaceWith(iconOf(how))
  }
  for (const [name, to] of [['before', index - 1], ['after', index + 1]]) {
    const link = document.querySelector(`[data-go="${name}"]`)
    const other = pageOf.items[to]
    if (!link) continue
    link.hidden = !other
    if (other) {
      link.href = `${start}${other.id}/`
      link.textContent = say(words[name], { title: other.title ?? say(words.item, { number: to + 1 }) })
    }
  }
  left()
}

/** How long the item and the meeting have left, by the site's clock: a laptop's own may be wrong by a day. */
const left = () => {
  const { ends, starts } = pageOf.here
  if (!ends || clockGap === null) return
  const now = performance.now() + clockGap
  const until = (end) => Math.round((Date.parse(end) - now) / 60_000)
  const near = now > Date.parse(starts) - 3_600_000 && until(ends) >= -180
  const ofItem = !near ? '' : until(ends) > 0 ? say(words.left, { time: lengthOf(until(ends)) }) : words.time_over
  const whole = until(state.ends)
  part('left').textContent = ofItem
  for (const step of document.querySelectorAll('.co-rail [data-left]')) {
    step.textContent = Number(step.closest('[data-item]').dataset.item) === pageOf.item ? ofItem : ''
  }
  const rest = document.getElementById('meeting-left')
  if (rest) rest.textContent = !near ? '' : whole > 0 ? say(words.meeting_left, { time: lengthOf(whole) }) : words.meeting_over
}

/** So many minutes in words: "1 hour 20 minutes". */
const lengthOf = (minutes) => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const some = (count, one, many) => (count ? say(count === 1 ? one : many, { count }) : '')
  return [some(hours, words.hour, words.hours), some(rest, words.minute, words.minutes)].filter(Boolean).join(' ')
}

const setClock = (now) => {
  clockGap = Date.parse(now) - performance.now()
}

/** Read out what the page says by itself; it can be seen elsewhere. */
const tell = (text) => {
  document.getElementById('told').textContent = text
}

/** Say what was done, with a way back. */
const aloud = (sentence_, undo = false) => {
  const box = document.getElementById('said-aloud')
  box.replaceChildren(sentence_)
  if (undo) {
    box.append(' ', linkButton(words.undo, undoLast))
  }
}

const undoLast = () => {
  let undone = undos.pop()
  while (undone?.holds && !undone.holds()) undone = undos.pop()
  if (!undone) return aloud(words.nothing_to_undo)
  undone.back()
  aloud(undone.words)
  sender.now()
  const box = undone.box ?? said
  box.focus()
}

// --- where everything stands -------------------------------------------------------------------------------------------

let waitingSince = null
const standing = () => {
  const waiting = pageOf.board.waiting.length
  const parked = pageOf.board.queue.filter((save) => save.parked)
  waitingSince = waiting ? (waitingSince ?? performance.now()) : null
  const count = waiting + parked.length
  const safe = count === 1 ? words.one_safe : say(words.many_safe, { count })
  if (pageOf.board.unkept && (waiting || draft || long)) return ['stop', words.unkept, words.unkept_more, 'waiting']
  if (last.status === 401) return ['waiting', words.signed_out, count ? `${safe} ${words.sign_in_more}` : words.sign_in_more, 'waiting', { text: words.sign_in, href: `/accounts/login/?next=${location.pathname}` }]
  if ([403, 409, 426, 413].includes(last.status)) return ['stop', last.body.why ?? words.open_again, count ? safe : '', 'waiting', { text: words.open_again, href: location.pathname, same: true }]
  if (last.body.closed && count) return ['stop', words.closed, safe, 'waiting']
  const both = parked.filter((save) => save.parked !== 'refused')
  if (both.length) return ['both', both[0].parked === 'gone' ? words.gone : words.both, '', 'waiting', { text: words.see_both, href: `#${both[0].line}`, line: both[0].line }]
  if (parked.length) return ['stop', words.refused, '', 'waiting', { text: words.see_refused, href: '#', line: parked[0].line }]
  if (sender.failures && waiting) return ['waiting', words.no_signal, `${words.no_signal_more} ${safe}`, 'waiting']
  if (sender.failures) return ['waiting', words.no_signal_now, words.no_signal_type, 'waiting']
  if (waiting && performance.now() - waitingSince > CALM) return ['waiting', words.no_signal, safe, 'waiting']
  if (waiting) return ['waiting', words.sending, '', '']
  return ['sent', words.all_sent, last.body.at ? say(words.at, { at: last.body.at }) : '', '', state.remembered ? { text: words.show_all, href: location.pathname, same: true } : null]
}

const status = () => {
  const box = document.getElementById('saved')
  const [icon, head, more, look, link] = standing()
  box.classList.toggle('co-saved--waiting', look === 'waiting')
  const key = JSON.stringify([icon, head, more, link])
  if (box.dataset.key === key) return
  box.dataset.key = key
  box.querySelector('.co-saved__icon').replaceChildren(iconOf(icon))
  const shown = box.querySelector('[data-part="head"]')
  if (shown.textContent !== head && head !== words.sending) {
    // Read out when it turns, and not with every line or minute.
    if (shown.textContent) tell(icon === 'sent' ? head : `${head} ${more}`)
    shown.textContent = head
  }
  box.querySelector('[data-part="more"]').textContent = more
  const place = box.querySelector('[data-part="do"]')
  place.replaceChildren()
  if (!link) return
  const way = Object.assign(document.createElement('a'), { className: 'govuk-link', textContent: link.text, href: link.href })
  if (link.line) {
    way.addEventListener('click', (event) => {
      event.preventDefault()
      const line = pageOf.board.lines.get(link.line)
      if (line && line.item !== pageOf.item) pageOf.go(line.item)
      requestAnimationFrame(() => requestAnimationFrame(() => {
        drawing.reach(link.line)
        const node = drawing.nodes.get(link.line)
        if (!node?.isConnected) return backToBox(link.line)
        node.scrollIntoView({ block: 'center' })
        node.querySelector('button').focus()
      }))
    })
  } else if (!link.same) way.target = '_blank'
  place.append(way)
}

const told = (answer) => {
  last = answer.status ? answer : { status: 0, body: { at: last.body.at } }
  if (answer.status === 200) {
    setClock(answer.body.now)
    pageOf.others = answer.body.others
    const here = pageOf.others.filter(({ item, line }) => item === pageOf.item && !line)
    const elsewhere = pageOf.others.length
    const box = part('others')
    box.hidden = !elsewhere
    const others = here.length ? words.others_here : words.others_elsewhere
    box.textContent = elsewhere ? (here.some(({ coordinator }) => coordinator) ? words.coordinator_here : others) : ''
    const asked = document.getElementById('asked')
    if (asked && asked.firstElementChild.textContent !== answer.body.room) asked.firstElementChild.textContent = answer.body.room
    if (asked) asked.lastElementChild.hidden = !answer.body.room
    showTip(answer.body.hints?.typing)
    drawing.mark(pageOf.others.map(({ line }) => line).filter(Boolean))
    const lines = [...drawing.nodes.keys()].filter((id) => drawing.nodes.get(id).querySelector('.co-others'))
    drawing.mark(lines)
  }
  status()
}

// --- writing -------------------------------------------------------------------------------------------------------------

let beside = null
const kind = () => composer.querySelector('[name="kind"]:checked').value
const pick = (value) => {
  composer.querySelector(`[name="kind"][value="${value}"]`).checked = true
  describe()
}

/** A view stands beside what was agreed: say beside what. */
const describe = () => {
  const box = document.getElementById('said-beside')
  const notes = pageOf.board.of(pageOf.item, 'consensus')
  if (!notes.some(({ id }) => id === beside)) beside = notes.at(-1)?.id ?? null
  box.hidden = kind() !== 'view'
  box.textContent = beside ? say(words.beside, { text: pageOf.board.lines.get(beside)?.text.slice(0, 80) }) : words.agree_first
}

const problem = (text) => {
  const box = document.getElementById('said-problem')
  box.textContent = text ?? ''
  box.hidden = !text
  said.classList.toggle('govuk-textarea--error', Boolean(text))
  said.closest('.govuk-form-group').classList.toggle('govuk-form-group--error', Boolean(text))
  if (text) said.setAttribute('aria-invalid', 'true')
  else said.removeAttribute('aria-invalid')
  if (text) said.focus()
}

const showTip = (hints) => {
  const box = part('tip')
  const key = JSON.stringify(hints ?? [])
  if (box.dataset.key === key) return
  box.dataset.key = key
  const why = (hints ?? []).slice(0, 2).map((hint) => hint.why).join(' ')
  if (why && why !== box.dataset.why) tell(why)
  box.dataset.why = why
  box.replaceChildren(...(hints ?? []).slice(0, 2).map((hint) => drawing.tip(hint)))
}

let keeping = null
let pausing = null
const keepDraft = () => {
  keeping = clearTimeout(keeping)
  if (composer.hidden) return
  const text = said.value
  const what = kind()
  if (!text.trim()) {
    if (draft) pageOf.board.remove(draft)
    draft = null
    forgetLong()
    showTip([])
    return
  }
  const note = what === 'view' ? beside : null
  if (text.length > LONGEST) {
    // It is cut into lines when it is added; what was kept of it as a line would stand there twice.
    long = Object.assign(long ?? { do: 'long', page }, { item: pageOf.item, kind: what, note, text })
    pageOf.board.beside({ write: [long] })
    if (draft) pageOf.board.remove(draft)
    draft = null
    return
  }
  const line = draft && pageOf.board.lines.get(draft)
  if (line && line.kind === what && line.note === note && line.item === pageOf.item) pageOf.board.change(draft, { text })
  else {
    if (line) pageOf.board.remove(draft)
    draft = pageOf.board.add({ kind: what, item: pageOf.item, text, note, draft: true }).id
  }
  forgetLong()
}

const forgetLong = () => {
  if (long) pageOf.board.beside({ drop: [long] })
  long = null
}

/** A text too long for one line was left in the box of a page that is closed by now: it stands there again, or as lines. */
const takeLong = (record) => {
  const { item, kind: what, note, text } = record
  if (item === pageOf.item && !draft && !said.value) {
    long = Object.assign(record, { page })
    pageOf.board.beside({ write: [long] })
    said.value = text
    beside = note ?? beside
    pick(what)
  } else {
    pageOf.board.addAll({ kind: isPoint(what) ? what : 'discussed', item, texts: asLines(text) })
    pageOf.board.beside({ drop: [record] })
  }
}

/** What was being typed in this item before the page was closed stands in the box again. */
const fetchDraft = () => {
  if (draft || said.value) return
  const found = [...pageOf.board.lines.values()].find((line) => line.draft && line.item === pageOf.item)
  if (!found) return
  draft = found.id
  said.value = found.text
  pick(found.kind)
  if (found.note) beside = found.note
}

const isLong = () => said.value.length > LONGEST

/** What stands in the way of adding what is in the box, as a sentence; "" for nothing. */
const obstacle = () => {
  if (!said.value.trim()) return words.type_something
  if (kind() === 'view' && !beside) return words.agree_first
  return isLong() && !isPoint(kind()) ? words.too_long_for_one : ''
}

/** What stands in the box becomes a line, or several. */
const settle = () => {
  aloud(words.added)
  keepDraft()
  if (isLong()) addLines(asLines(said.value))
  else pageOf.board.finish(draft)
  if (kind() === 'consensus') beside = draft
  forgetLong()
  draft = null
  said.value = ''
  showTip([])
}

let added = -Infinity
const finish = () => {
  const wrong = obstacle()
  // Whoever presses twice has added it by the first press.
  if (wrong && (said.value.trim() || performance.now() - added > TWICE)) return problem(wrong)
  problem('')
  said.focus()
  if (wrong) return
  settle()
  added = performance.now()
  sender.now()
}

/** A line that the site could not take stands nowhere, such as a view of what is not agreed any more: type it anew. */
const backToBox = (id) => {
  const line = pageOf.board.lines.get(id)
  leave()
  if (!line || said.value.trim() || composer.hidden) return
  pageOf.board.remove(id)
  said.value = line.text
  pick('discussed')
  keepDraft()
  said.focus()
  aloud(words.back_in_box)
}

/** The person goes elsewhere: what stands in the box becomes a line, so that it waits for nobody. Returns if it did. */
const leave = () => {
  if (obstacle()) return false
  settle()
  return true
}

const addLines = (texts) => {
  const made = pageOf.board.addAll({ kind: isPoint(kind()) ? kind() : 'discussed', item: pageOf.item, texts })
  undos.push({ words: words.undo_paste, back: () => made.forEach(({ id }) => pageOf.board.remove(id)) })
  aloud(say(words.pasted, { count: made.length }), true)
  sender.now()
}

const linkButton = (text, press) => {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'co-link', textContent: text })
  button.addEventListener('click', press)
  return button
}

/** Too much for one meeting's notes: nothing is added. The text stays on the device until it is a file, or thrown away. */
const tooMuch = (hold) => {
  const { length } = hold.text
  const language = document.documentElement.lang
  problem(say(words.too_much, { count: length.toLocaleString(language), most: MOST.toLocaleString(language) }))
  const save = () => {
    const href = URL.createObjectURL(new Blob([hold.text], { type: 'text/plain' }))
    Object.assign(document.createElement('a'), { download: 'notes.txt', href }).click()
    URL.revokeObjectURL(href)
  }
  const drop = () => {
    vault?.change({ drop: [hold] }).catch(() => {})
    problem('')
    said.focus()
  }
  document.getElementById('said-problem').append(' ', linkButton(words.save_file, save), ' ', linkButton(words.throw_away, drop))
}

/** What is pasted into the main box becomes lines; into a line that is being changed it goes as clean words of that line. */
const pasted = (event) => {
  const { clipboardData, target: box } = event
  if (box !== said && !box.matches?.('.co-edit textarea')) return
  const plain = clipboardData.getData('text/plain')
  const html = clipboardData.getData('text/html')
  const heavy = html.length > 20 * MOST // what a document says around its words
  if (plain.length > MOST || (heavy && !plain)) {
    event.preventDefault()
    const hold = { do: 'hold', page, text: plain || html }
    vault?.change({ write: [hold] }).catch(() => {})
    return tooMuch(hold)
  }
  const texts = !heavy && /<(table|li|p|div|br)\b/i.test(html) ? fromDocument(html) : asLines(plain)
  if (!texts.length) return
  event.preventDefault()
  if (box !== said) intoBox(box, texts.join('\n'), plain)
  else if (texts.length === 1 && said.value.length + texts[0].length <= LONGEST) intoBox(said, texts[0], plain)
  else addLines(texts)
}

/** It goes where the cursor is; a space at its ends keeps words apart. plain: the text before it was made clean. */
const intoBox = (box, text, plain) => {
  const { value, selectionStart: from, selectionEnd: to } = box
  const before = /^[ \u00a0]/.test(plain) && /\S$/.test(value.slice(0, from)) ? ' ' : ''
  const behind = /[ \u00a0]$/.test(plain) && /^\S/.test(value.slice(to)) ? ' ' : ''
  box.setRangeText(before + text + behind, from, to, 'end')
  const filled = box.value
  const tell = () => box.dispatchEvent(new Event('input', { bubbles: true }))
  const back = () => {
    box.value = value
    box.setSelectionRange(from, to)
    tell()
  }
  undos.push({ words: words.undo_paste, back, box, holds: () => box.isConnected && box.value === filled })
  tell()
}

const typed = () => {
  problem('')
  keeping ??= setTimeout(keepDraft, KEEP) // also while somebody types and types
  clearTimeout(pausing)
  pausing = setTimeout(() => {
    if (!draft || obstacle()) return
    pageOf.board.release(draft)
    sender.now()
  }, PAUSE)
  sender.later()
}

const keys = (event) => {
  const { code, altKey, ctrlKey, metaKey, shiftKey, target } = event
  const editor = target.closest?.('.co-edit')
  const handled = () => {
    event.preventDefault()
    return true
  }
  if (altKey && !ctrlKey && !metaKey) {
    const digit = Number(code.match(/^(?:Digit|Numpad)(\d)$/)?.[1])
    const radio = composer.querySelectorAll('[name="kind"]')[digit - 1]
    if (radio && !composer.hidden) {
      pick(radio.value)
      said.focus()
      keepDraft()
      return handled()
    }
    if (code === 'KeyZ') return handled() && undoLast()
    if (editor && code === 'ArrowUp') return handled() && pageOf.shift(editor.closest('.co-line').dataset.id, -1)
    if (editor && code === 'ArrowDown') return handled() && pageOf.shift(editor.closest('.co-line').dataset.id, 1)
    const step = { PageUp: -1, PageDown: 1 }[code]
    if (step) {
      const next = pageOf.items[pageOf.items.indexOf(pageOf.here) + step]
      return handled() && next && pageOf.go(next.id)
    }
    return
  }
  if (event.isComposing) return
  if (target === said && code === 'Enter' && !shiftKey) return handled() && finish()
  if (target === said && code === 'ArrowUp' && !said.value) {
    const newest = pageOf.board.of(pageOf.item, 'discussed').at(-1)
    if (newest) return handled() && drawing.edit(newest.id)
  }
  if (editor && (code === 'Escape' || (code === 'Enter' && !shiftKey && target.matches('textarea, input')))) {
    handled()
    drawing.close(editor)
    said.focus()
  }
}

// --- beginning -------------------------------------------------------------------------------------------------------------

let board
let pageOf
let drawing
let sender

const begin = async () => {
  let refused = false
  const late = new Promise((_opened, fail) => setTimeout(() => fail(new Error('no answer')), 5_000))
  const opened = Promise.race([openVault(), late]).catch(() => {
    refused = true
  })
  if (!state) await opened
  if (!state) {
    document.getElementById('nothing-here')?.removeAttribute('hidden')
    return
  }
  const keep = async (step) => {
    await opened
    if (!vault || refused) throw new Error('not kept')
    return vault.change(step)
  }
  board = new Board({ lines: state.lines, revision: state.revision, page, keep })
  pageOf = new Page(board)
  drawing = new Drawing(board, pageOf, root)
  const typing = () => (said.value.trim() && said.value.length <= LONGEST ? said.value : '')
  const where = () => ({ item: pageOf.item, line: pageOf.line, typing: typing() })
  sender = new Sender({ address: state.sync, board, page, lock: () => state.keys?.id ?? null, where, told, first: unlock })
  sender.held = true // until what waited here before is taken over
  if (state.now) setClock(state.now)
  if (state.closed) return // public notes stay as they were drawn by the site
  const begun = document.querySelector('[data-plain] textarea')
  const began = { words: begun?.value ?? '', kind: begun?.form.querySelector('[name="kind"]:checked')?.value }
  const place = begun && begun === document.activeElement ? begun.selectionStart : null
  for (const plain of document.querySelectorAll('[data-plain]')) plain.remove()
  for (const [name, selector] of [['above', '[data-move="above"]'], ['below', '[data-move="below"]']]) {
    part(name).append(...document.querySelectorAll(selector))
  }
  holder.replaceWith(root)
  around()
  drawing.all()
  document.addEventListener('keydown', keys)
  composer.addEventListener('submit', (event) => {
    event.preventDefault()
    finish()
  })
  composer.addEventListener('change', () => {
    describe()
    keepDraft()
  })
  said.addEventListener('input', typed)
  root.addEventListener('paste', pasted)
  sentence.addEventListener('input', () => {
    board.ofItem(pageOf.item, { private_sentence: sentence.value })
    sender.later()
  })
  addEventListener('pagehide', () => said.value.trim() && keepDraft())
  document.addEventListener('visibilitychange', () => document.hidden && said.value.trim() && keepDraft())
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
  addEventListener('popstate', () => {
    const number = Number(location.pathname.match(/\/notes\/(\d+)\/$/)?.[1])
    if (number) pageOf.go(number, { push: false })
  })
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('.co-rail [data-item] a, a[data-go]')
    const number = Number(link?.pathname.match(/\/notes\/(\d+)\/$/)?.[1])
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    pageOf.go(number)
  })
  describe()
  // Somebody may have been quicker than this script, and typed into the plain form.
  const box = pageOf.here.takes ? said : sentence
  if (began.words.trim() && began.words !== box.value) {
    box.value = began.words
    if (began.kind) pick(began.kind)
    box.dispatchEvent(new Event('input'))
  }
  if (place !== null) {
    box.focus()
    box.setSelectionRange(place, place)
  }
  root.dataset.open = 'yes'
  await opened
  board.unkept = refused
  await fromDevice()
  sender.held = Boolean(state.remembered && !vault?.secret)
  if (vault && !refused && state.keys) vault.remember(memory())
  sender.now()
  setInterval(left, 15_000)
  setInterval(status, 1_000)
  setInterval(fromDevice, 30_000)
  navigator.serviceWorker?.register(root.dataset.worker).catch(() => {})
  root.dataset.ready = 'yes'
}

/** Opened without signal the page cannot read what waited here before. It does so first, or the order would be lost. */
const unlock = async () => {
  if (!state.remembered || vault.secret) return null
  const answer = await ask(`${start}lock/`, {})
  if (answer.status === 404) sender.held = false // nothing is locked here
  if (answer.status !== 200) return answer.status === 404 ? null : answer
  state.keys = answer.body
  await vault.use(state.keys)
  await fromDevice()
  sender.held = false
  return null
}

const taken = new Set()
/** Take over what closed pages left on the device. */
const fromDevice = async () => {
  if (!vault?.key) return
  const living = await livingPages()
  const here = new Set(board.queue.map(({ seq }) => seq))
  const found = await vault.read((writer) => !living.has(writer)).catch(() => ({ records: [], sealed: 0 }))
  const fresh = found.records.filter(({ seq }) => !here.has(seq) && !taken.has(seq))
  sealed = found.sealed
  part('sealed').hidden = !sealed
  part('sealed').textContent = sealed ? words.sealed : ''
  const hold = fresh.find((record) => record.do === 'hold')
  if (hold && !said.value && document.getElementById('said-problem').hidden) tooMuch(hold)
  const longs = fresh.filter((record) => record.do === 'long')
  const saves = fresh.filter((record) => !['hold', 'long'].includes(record.do))
  for (const { seq } of longs) taken.add(seq)
  if (!saves.length && !longs.length) return
  board.adopt(saves)
  longs.forEach(takeLong)
  // A line that was being typed elsewhere stands in the box of its item; with the box in use it becomes a line.
  for (const line of [...board.lines.values()].filter((one) => one.draft && one.id !== draft)) {
    if (draft || said.value) board.finish(line.id)
  }
  aloud(words.adopted)
  fetchDraft()
}

begin()
