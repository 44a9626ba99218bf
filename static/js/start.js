// What script adds to pages that work without it: the behaviour of GOV.UK Frontend's components, and Ctrl with Enter.
import { initAll } from '../govuk/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('form[data-send-by-keys]')
  if (form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    form.requestSubmit()
  }
})
