// Signing out: say what is not sent yet, and let this tab forget the keys to it.
import { forgetKeys, waitingHere } from './vault.js';

const box = document.getElementById('notes-waiting')
const count = await waitingHere().catch(() => 0)
if (count) {
  box.textContent = count === 1 ? box.dataset.one : box.dataset.many.replace('{count}', count)
  box.hidden = false
}
document.querySelector('form[method="post"]').addEventListener('submit', forgetKeys)
