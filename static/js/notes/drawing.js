// The lines of one item on the screen. Only what changed is drawn again, so that four hundred lines stay quick.

import { isPoint, namesOf } from './board.js';

export const words = JSON.parse(document.getElementById('notes-words').textContent)

/** Fill a sentence: say('Item {n}', {n: 3}). */
export const say = (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name])

const copyOf = (name) => document.getElementById(`t-${name}`).content.firstElementChild.cloneNode(true)
const partsOf = (name) => document.getElementById(`t-${name}`).content.cloneNode(true)
export const iconOf = (name) =>
  document.getElementById('t-icons').content.querySelector(`[data-icon="${name}"]`).firstElementChild.cloneNode(true)

const short = (text) => {
  const first = text.split(/\s+/).slice(0, 8).join(' ')
  return `: ${first.length < text.trim().length ? `${first}…` : first}`
}

const paragraphs = (text) => text.split(/\n{2,}|\n/).filter(Boolean).map((words) => {
  const paragraph = document.createElement('p')
  paragraph.textContent = words
  return paragraph
})

const set = (element, text) => {
  if (element.textContent !== text) element.textContent = text
}

/** Show a line's words in an element made from its template. */
const fill = (node, line) => {
  const shown = {
    ...line,
    kind: words.kinds[line.kind],
    outcome: words.outcomes[line.outcome],
    care: line.care ? `${words.care} ${line.care}` : '',
    who: [words.shown[line.shown_as], line.due && say(words.by, { day: dayOf(line.due) })].filter(Boolean).join(', ') + '.',
    short: short(line.text),
  }
  for (const element of node.querySelectorAll('[data-show]')) {
    if (element.closest('.co-line') !== node || element.closest('.co-both, .co-tip')) continue
    const text = shown[element.dataset.show] ?? ''
    if (element.dataset.show !== 'text') {
      set(element, text)
      element.hidden = !text
    } else if (element.dataset.text !== text) {
      element.dataset.text = text
      element.replaceChildren(...paragraphs(text))
    }
  }
}

const dayOf = (iso) => new Date(`${iso}T12:00:00Z`).toLocaleDateString(document.documentElement.lang, { day: 'numeric', month: 'long', timeZone: 'UTC' })

let names = 0
const label = (form) => {
  names += 1
  for (const [index, field] of [...form.querySelectorAll('input, select, textarea')].entries()) {
    field.id = `f${names}-${index}`
    if (field.type === 'radio') field.name = `f${names}-${field.dataset.field}`
    const found = field.parentElement.querySelector('label')
    if (found) found.htmlFor = field.id
  }
  return form
}

/** So many lines at once: the newest are there at once, and the others follow while nobody types. */
const PORTION = 40

export class Drawing {
  /** page: what the buttons ask for; see main.js. */
  constructor(board, page, root) {
    this.board = board
    this.page = page
    this.root = root
    this.nodes = new Map()
    this.dirty = new Set()
    board.watch((ids) => this.mark(ids))
    this.root.addEventListener('click', (event) => this.#pressed(event))
    this.root.addEventListener('submit', (event) => event.target.matches('.co-edit') && this.#pressed(event))
    this.root.addEventListener('input', (event) => this.#typed(event))
    this.root.addEventListener('change', ({ target }) => {
      if (target.dataset.do === 'to-item') this.page.moveTo(target.closest('.co-line').dataset.id, Number(target.value))
    })
  }

  part(name) {
    return this.root.querySelector(`:scope > [data-part="${name}"], :scope > * > [data-part="${name}"]`)
  }

  mark(ids) {
    for (const id of ids) this.dirty.add(id)
    this.frame ??= requestAnimationFrame(() => this.draw())
  }

  all() {
    this.nodes.clear()
    this.shown = PORTION
    for (const list of this.root.querySelectorAll('.co-points, .co-actions, [data-part="agreed"] > div')) list.replaceChildren()
    this.whole = true
    this.mark([])
  }

  draw() {
    this.frame = null
    const item = this.page.item
    const { board } = this
    const every = board.of(item, 'discussed').reverse()
    const points = every.slice(0, this.shown)
    const notes = board.of(item, 'consensus')
    const todo = board.of(item, 'to_do')
    this.#list(this.part('points').querySelector('ol'), points)
    this.#list(this.part('agreed').querySelector('div'), notes)
    for (const note of notes) {
      const node = this.nodes.get(note.id)
      const views = board.of(item, 'view', note.id)
      this.#list(node.querySelector('.co-views'), views)
      node.querySelector('[data-part="alone"]').hidden = !note.no_other_views || views.length > 0
      node.querySelector('[data-part="who-else"]').hidden = note.no_other_views || views.length > 0
      node.querySelector('[data-do="alone"]').hidden = note.no_other_views || views.length > 0
      node.classList.toggle('co-agreed--open', !['agreed', 'cautions'].includes(note.outcome))
    }
    this.#list(this.part('todo').querySelector('ul'), todo)
    this.part('points').hidden = !points.length
    this.part('agreed').hidden = !notes.length
    this.part('todo').hidden = !todo.length
    const whole = board.lines.get(`item:${item}`)
    const asks = points.some(({ kind }) => kind === 'agreed')
    this.root.querySelector('[data-part="ask-views"]').hidden = !asks || Boolean(whole?.no_other_views)
    this.root.querySelector('[data-part="asked-views"]').hidden = !whole?.no_other_views
    this.dirty.clear()
    this.whole = false
    this.page.drawn()
    if (points.length < every.length) this.#more()
  }

  #more() {
    clearTimeout(this.idle)
    const go = () => {
      this.shown += PORTION
      this.mark([])
    }
    this.idle = setTimeout(() => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: 1_000 }) : go()), 30)
  }

  /** Let a button of a line have the focus after its neighbours changed; with the line gone, the box. */
  focus(id, button = 'edit') {
    const node = this.board.lines.has(id) && this.nodes.get(id)
    const found = node && [...node.querySelectorAll(`[data-do="${button}"]`)].find((one) => one.closest('.co-line') === node)
    if (found) found.focus()
    else this.page.write()
  }

  /** Draw, and let a button that was hidden have the focus. */
  #reveal(button) {
    this.draw()
    this.root.querySelector(`[data-do="${button}"]`).focus()
  }

  /** See to it that a line is drawn, however far down it stands. */
  reach(id) {
    const place = this.board.of(this.page.item, 'discussed').reverse().findIndex((line) => line.id === id)
    if (place < this.shown) return
    this.shown = place + 1
    this.draw()
  }

  #list(list, lines) {
    const wanted = new Set(lines.map(({ id }) => id))
    for (const node of [...list.children]) {
      if (wanted.has(node.dataset.id)) continue
      node.remove()
      this.nodes.delete(node.dataset.id)
    }
    for (const [index, line] of lines.entries()) {
      let node = this.nodes.get(line.id)
      if (!node) {
        node = copyOf(isPoint(line.kind) ? 'point' : line.kind)
        node.dataset.id = line.id
        this.nodes.set(line.id, node)
        this.dirty.add(line.id)
      }
      if (list.children[index] !== node) {
        const held = node.contains(document.activeElement) ? document.activeElement : null
        list.insertBefore(node, list.children[index] ?? null)
        held?.focus()
      }
      if (this.whole || this.dirty.has(line.id)) this.#line(node, line)
    }
  }

  #line(node, line) {
    fill(node, line)
    const state = this.board.stateOf(line.id)
    const shown = node.querySelector('[data-part="state"]')
    const sent = this.board.sent.get(line.id)
    const text = state === 'sent' ? (sent ? say(words.sent, { at: sent }) : '') : state === 'waiting' ? words.waiting : ''
    if (shown.dataset.text !== text) {
      shown.dataset.text = text
      shown.replaceChildren(...(text ? [iconOf(state === 'sent' ? 'sent' : 'waiting'), text] : []))
    }
    const agreed = node.querySelector(':scope > .co-points__foot > [data-do="all-agreed"]')
    if (agreed) agreed.hidden = line.kind !== 'discussed'
    const lead = node.querySelector('[data-part="lead"]')
    if (lead) Object.assign(lead, { href: this.page.leadOf(line.id), hidden: state !== 'sent' || !line.version })
    if (line.kind === 'view') this.#where(node, line)
    this.#notices(node.querySelector('[data-part="notices"]'), line, state)
    const editor = node.querySelector(':scope > .co-edit, :scope > .co-line__words > .co-edit, :scope > .co-agreed__views > .co-edit')
    if (editor) this.#refresh(editor, line)
  }

  #where(node, line) {
    const where = node.querySelector('[data-part="where"]')
    node.classList.toggle('co-views__wide', line.place === 'raised')
    where.hidden = line.place === 'raised'
    set(where, `${words.places[line.place]}${line.how ? `: ${line.how}` : ''}`)
  }

  #notices(box, line, state) {
    const save = this.board.parkedOf(line.id)
    const hints = this.board.hints.get(line.id) ?? []
    const writes = this.page.others.some((other) => other.line === line.id)
    const key = JSON.stringify([state, save?.theirs, save?.why, save?.fields, hints, writes])
    if (box.dataset.key === key) return
    box.dataset.key = key
    box.replaceChildren()
    if (writes) box.append(Object.assign(document.createElement('p'), { className: 'co-others', textContent: words.writes_here }))
    if (state === 'refused') box.append(Object.assign(document.createElement('p'), { className: 'govuk-error-message', textContent: save.why }))
    if (state === 'conflict' || state === 'gone') box.append(this.#conflict(line, save))
    else box.append(...hints.slice(0, 2).map((hint) => this.tip(hint)))
  }

  #conflict(line, save) {
    const both = copyOf('conflict')
    const show = (name) => both.querySelector(`[data-show="${name}"]`)
    const told = (side) => {
      const names = namesOf(line.kind).filter((name) => name === 'text' || save.fields[name] !== save.theirs?.[name])
      return names.map((name) => words.say[name]?.[side[name]] ?? side[name]).filter((said) => typeof said === 'string' && said)
    }
    const head = save.theirs ? words.both : words.gone
    both.setAttribute('aria-label', head)
    show('head').textContent = head
    for (const named of both.querySelectorAll('[data-part="short"]')) named.textContent = short(line.text)
    show('theirs').replaceChildren(...(save.theirs ? told(save.theirs).flatMap(paragraphs) : [words.taken_out]))
    show('mine').replaceChildren(...told(save.fields).flatMap(paragraphs))
    show('their-words').textContent = save.theirs ? words.keep_theirs : words.leave_out
    both.querySelector('[data-choose="both"]').hidden = !save.theirs
    return both
  }

  /** A hint of the check, quietly: what it is and how to put it. */
  tip({ why, suggestion }) {
    const tip = copyOf('tip')
    tip.querySelector('[data-show="why"]').textContent = why
    tip.querySelector('[data-show="could"]').textContent = `${suggestion ? say(words.could, { suggestion }) : ''} ${words.leave_it}`.trim()
    return tip
  }

  // --- changing a line ----------------------------------------------------------------------------------------------

  edit(id) {
    this.reach(id)
    const node = this.nodes.get(id)
    const line = this.board.lines.get(id)
    if (!node || !line) return
    const open = node.querySelector('.co-edit')
    if (open) return open.querySelector('textarea').focus()
    const form = copyOf('edit')
    form.querySelector('[data-part="more"]').append(partsOf(`edit-${isPoint(line.kind) ? 'point' : line.kind}`))
    label(form)
    form.setAttribute('aria-label', `${words.change}${short(line.text)}`)
    const to = form.querySelector('[data-do="to-item"]')
    to.append(...this.page.items.filter((item) => item.takes).map((item) => new Option(item.title, item.id)))
    form.querySelector('[data-part="to-item"]').hidden = line.kind === 'view' || to.options.length < 2
    for (const name of ['up', 'down']) form.querySelector(`[data-do="${name}"]`).hidden = line.kind === 'view'
    const parent = form.querySelector('[data-part="parent"]')
    if (parent) parent.hidden = !this.page.hasParent
    this.#refresh(form, line)
    const home = node.querySelector(':scope > .co-line__words, :scope > .co-agreed__views') ?? node
    if (home.matches('.co-agreed__views')) home.prepend(form)
    else home.append(form)
    const words_of = form.querySelector('textarea')
    words_of.focus()
    words_of.setSelectionRange(words_of.value.length, words_of.value.length)
    this.page.at(id)
  }

  #refresh(form, line) {
    for (const field of form.querySelectorAll('[data-field]')) {
      const value = line[field.dataset.field] ?? ''
      if (field.type === 'radio') field.checked = field.value === value
      else if (field.type === 'checkbox') field.checked = Boolean(value)
      else if (field.value !== value && (field.value.trim() !== value || document.activeElement !== field)) {
        const at = field.selectionStart
        field.value = value
        if (document.activeElement === field && field.tagName === 'TEXTAREA') field.setSelectionRange(at, at)
      }
    }
    form.querySelector('[data-do="to-item"]').value = line.item
  }

  close(form) {
    const node = form.closest('.co-line')
    const id = node.dataset.id
    const empty = !form.querySelector('textarea').value.trim()
    form.remove()
    this.page.at('')
    if (empty) this.page.takeOut(id)
    else this.page.look()
    return node
  }

  #typed(event) {
    const form = event.target.closest('.co-edit')
    const name = event.target.dataset.field
    if (!form || !name) return
    const { target } = event
    const value = target.type === 'checkbox' ? target.checked : target.value
    if (name === 'text' && !value.trim()) return // empty when it is left: then it is taken out
    this.page.change(form.closest('.co-line').dataset.id, { [name]: name === 'due' ? value || null : value })
  }

  #pressed(event) {
    const button = event.target.closest('[data-do], [data-choose]') ?? (event.type === 'submit' && event.target.querySelector('[data-do="done"]'))
    if (!button || button.tagName === 'SELECT') return
    if (button.tagName !== 'A') event.preventDefault()
    const node = button.closest('.co-line')
    const id = node?.dataset.id
    if (button.dataset.choose) {
      const { choose } = button.dataset
      node.querySelector('.co-edit')?.remove()
      this.board.choose(id, choose)
      this.page.chosen(this.board.lines.has(id) ? choose : 'out')
      this.focus(id)
      return
    }
    const verbs = {
      edit: () => this.edit(id),
      done: () => this.close(button.closest('form')).querySelector('[data-do="edit"]').focus(),
      up: () => this.page.shift(id, -1),
      down: () => this.page.shift(id, 1),
      remove: () => this.page.takeOut(id),
      'all-agreed': () => {
        this.page.allAgreed(id)
        this.focus(id)
      },
      'no-other-views': () => {
        this.page.asked(null, true)
        this.#reveal('not-asked')
      },
      'not-asked': () => {
        this.page.asked(null, false)
        this.#reveal('no-other-views')
      },
      alone: () => {
        this.page.asked(id, true)
        this.focus(id, 'add-view')
      },
      'not-alone': () => {
        this.page.asked(id, false)
        this.focus(id, 'add-view')
      },
      'add-view': () => this.page.addView(id),
    }
    verbs[button.dataset.do]?.()
  }
}
