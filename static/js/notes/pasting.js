// What comes in from Word, a mail or a council's system, as plain lines: one for each paragraph, bullet or row of a table.

/** Signs in one line: a longer one becomes several, cut at the end of a sentence or a word. */
export const LONGEST = 5_000
/** Signs that can be pasted at once. A meeting's notes hold about twice as many. */
export const MOST = 100_000

const BULLET = /^(?:[\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u00b7\uf000-\uf0ff]|\u00a7(?!\s*\d)|[o*–—-](?=\s))\s*/u
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu
const JOINERS = /(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)/gu // between two signs they make one of them
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ' // what 0x80 to 0x9f are in Windows' letters
const fromWindows = (sign) => WINDOWS[sign.charCodeAt(0) - 0x80]
const MANGLED = { 'â€™': '’', 'â€˜': '‘', 'â€œ': '“', 'â€\u009d': '”', 'â€“': '–', 'â€”': '—', 'â€¦': '…', 'â€¢': '•', 'Â£': '£', 'Â ': ' ' }

const clean = (text) => {
  let words = text
  for (const [wrong, right] of Object.entries(MANGLED)) words = words.replaceAll(wrong, right)
  words = words.replace(/[\u0080-\u009f]/g, fromWindows)
  words = words.replace(UNSEEN, '').replace(JOINERS, '').replace(/[\u00a0\u2000-\u200a\u202f\u3000]/gu, ' ').replace(/ {2,}/g, ' ').trim()
  return words.replace(BULLET, '').trim()
}

/** Cut a text into pieces of at most LONGEST signs; nothing is dropped. */
export const split = (text) => {
  const pieces = []
  let rest = text
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST)
    const sentence = Math.max(head.lastIndexOf('. '), head.lastIndexOf('? '), head.lastIndexOf('! '))
    const whole = /[\ud800-\udbff]$/.test(head) ? LONGEST - 1 : LONGEST // a sign of two halves stays one
    const cut = sentence > LONGEST / 2 ? sentence + 1 : head.lastIndexOf(' ') > 0 ? head.lastIndexOf(' ') : whole
    pieces.push(rest.slice(0, cut).trim())
    rest = rest.slice(cut).trim()
  }
  return [...pieces, rest].filter(Boolean)
}

/** A pasted text as lines. Columns of a table stand side by side, with a semicolon between. */
export const asLines = (text) =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/[\n\u2028\u2029\u000b\u000c]/u)
    .map((line) => line.split('\t').map(clean).filter(Boolean).join('; '))
    .filter(Boolean)
    .flatMap(split)

/** The lines of what was pasted from a page or a document; its tables come row by row. */
export const fromDocument = (html) => {
  // Our policy for content would complain of each style, though none of it is shown.
  const plain = html.replace(/<style\b.*?<\/style\s*>/gis, ' ').replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-style='))
  const page = new DOMParser().parseFromString(plain, 'text/html')
  for (const away of page.querySelectorAll('script, style, template, head, o\\:p, [data-style*="mso-element:comment"]')) away.remove()
  const cell = '\ue000' // signs that no text has: where a cell and where a block ends
  const block = '\ue001'
  for (const one of page.querySelectorAll('td, th')) one.after(cell)
  for (const one of page.querySelectorAll('p, div, li, tr, h1, h2, h3, h4, h5, h6, br, blockquote, pre')) {
    const between = one.closest('td, th') ? ' ' : block
    one.before(between)
    one.after(between)
  }
  const text = page.body.textContent.replace(/\s+/g, ' ').replaceAll(cell, '\t').replaceAll(block, '\n')
  return asLines(text)
}
