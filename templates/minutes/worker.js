// Keeps the shell of the notes page on the device, so that it opens without signal. It keeps no answer of the site: no
// notes, no names, nothing that somebody typed.

const FILES = {{ files|safe }}
const SHELL = FILES.at(-1)
const NAME = '{{ name }}'
const NOTES = /^\/meetings\/[^/]+\/[^/]+\/notes\/(\d+\/)?$/
const PATIENCE = 6000

self.addEventListener('install', (event) => {
  const plain = FILES.map((file) => new Request(file, { credentials: 'omit', cache: 'reload' }))
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(plain)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const away = (names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)))
  event.waitUntil(caches.keys().then(away).then(() => self.clients.claim()))
})

/** Ask the site; without an answer in time give what is kept, if it is kept. */
const orKept = async (request, name) => {
  const kept = await caches.match(name)
  if (!kept) return fetch(request)
  const late = new Promise((_done, fail) => setTimeout(() => fail(new Error('no answer')), PATIENCE))
  return Promise.race([fetch(request), late]).catch(() => kept)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  const opens = request.mode === 'navigate'
  if (opens && NOTES.test(pathname)) event.respondWith(orKept(request, SHELL))
  else if (!opens && FILES.includes(pathname)) event.respondWith(orKept(request, pathname))
})
