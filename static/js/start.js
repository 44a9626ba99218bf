// What script adds to pages that work without it: the behaviour of GOV.UK Frontend's components, and Ctrl with Enter.
import { initAll } from '../govuk/govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('form[data-send-by-keys]')
  if (form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    form.requestSubmit()
  }
})

// Of two forms on one page the one that is not sent would be lost: what stands in it goes along.
document.addEventListener('submit', ({ target }) => {
  const other = document.getElementById(target.dataset.takesAlong)
  if (!other) return
  for (const old of target.querySelectorAll('[data-along]')) old.remove()
  const own = new Set([...target.elements].map((field) => field.name)) // such as the token that both have
  for (const [name, value] of new FormData(other)) {
    if (own.has(name)) continue
    const along = Object.assign(document.createElement('input'), { type: 'hidden', name, value })
    along.dataset.along = ''
    target.append(along)
  }
})

/** Say beside what is being waited for that the site does not answer, while it does not. */
const answers = (it) => {
  const words = document.getElementById('no-answer')
  if (words) words.textContent = it ? '' : words.dataset.words
}

// A page that says how far something is looks again by itself, and says aloud what is new. Without script there is a link.
const lookAgain = async () => {
  const here = document.querySelector('[data-look-again]')
  if (!here?.dataset.lookAgain) return
  const wait = new Promise((resolve) => setTimeout(resolve, here.dataset.lookAgain * 1000))
  await wait
  try {
    const answer = await fetch(location.href, { redirect: 'error' })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const now = page.querySelector('[data-look-again]')
    if (answer.ok && now && now.innerHTML !== here.innerHTML) {
      here.dataset.lookAgain = now.dataset.lookAgain
      here.replaceChildren(...now.childNodes)
      document.title = page.title
    }
    answers(answer.status < 500)
  } catch {
    answers(false)
  }
  lookAgain()
}
lookAgain()
