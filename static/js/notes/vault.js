// What waits on this device until it can be sent: kept the moment it is typed, locked so that nobody else who uses the
// device can read it.
//
// Everything is locked with the public key of this person and meeting. The private key comes with the signed-in page and
// lives in the memory of its tab (session storage carries it over a refresh), so a page opened without signal can add to
// the vault and not read what lay in it before.

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const WAITING = 'waiting'
const PLACES = 'places'

const utf8 = new TextEncoder()

const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })

const openDatabase = () => {
  const asked = indexedDB.open('notes', 1)
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore(WAITING, { keyPath: 'seq', autoIncrement: true }).createIndex('place', 'place')
    asked.result.createObjectStore(PLACES, { keyPath: 'place' })
  }
  return request(asked)
}

/** Make the two keys of a person and meeting, as {public, private} in JWK. */
export const newKeys = async () => {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveKey'])
  const [open, secret] = await Promise.all(
    [pair.publicKey, pair.privateKey].map((key) => crypto.subtle.exportKey('jwk', key)),
  )
  const bare = ({ kty, crv, x, y, d }) => ({ kty, crv, x, y, ...(d && { d }) })
  return { public: bare(open), private: bare(secret) }
}

/** How many records wait on this device, of all meetings and people. */
export const waitingHere = async () => {
  if (!(await indexedDB.databases?.())?.some(({ name }) => name === 'notes')) return 0
  const database = await openDatabase()
  const count = await request(database.transaction(WAITING).objectStore(WAITING).count())
  database.close()
  return count
}

/** Forget the private keys this tab holds: for signing out. */
export const forgetKeys = () => {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith('notes:')) sessionStorage.removeItem(name)
}

const shared = (secret, open) =>
  crypto.subtle.deriveKey({ name: 'ECDH', public: open }, secret, { name: 'AES-GCM', length: 256 }, true, [
    'encrypt',
    'decrypt',
  ])

export class Vault {
  /** Open what is kept for a place (the address of the notes). Throws when the device has no room or refuses. */
  static async open(place) {
    if (!globalThis.crypto?.subtle || !globalThis.indexedDB) throw new Error('no safe place on this device')
    const vault = new Vault()
    vault.place = place
    vault.database = await openDatabase()
    vault.tail = Promise.resolve()
    vault.keys = new Map()
    navigator.storage?.persist?.()
    return vault
  }

  /** Lock with the public key from now on; `keys`: {id, public, private?}. With the private one, unlock too. */
  async use(keys) {
    this.lock = keys.id
    const open = await crypto.subtle.importKey('jwk', keys.public, CURVE, false, [])
    const fresh = await crypto.subtle.generateKey(CURVE, true, ['deriveKey'])
    this.key = await shared(fresh.privateKey, open)
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', fresh.publicKey)
    this.half = { kty, crv, x, y }
    this.keys.set(x, this.key)
    if (keys.private) {
      this.secret = await crypto.subtle.importKey('jwk', keys.private, CURVE, false, ['deriveKey'])
      sessionStorage.setItem(`notes:${this.place}`, JSON.stringify(keys))
    } else {
      // So that a refresh without signal still reads what was typed in this tab.
      const own = await crypto.subtle.exportKey('jwk', this.key)
      sessionStorage.setItem(`notes:own:${x}`, JSON.stringify(own))
    }
  }

  /** The keys this tab was given before a refresh, or what the device remembers of the place: {id, public, …}, or null. */
  async remembered() {
    const found = await request(this.database.transaction(PLACES).objectStore(PLACES).get(this.place))
    const kept = JSON.parse(sessionStorage.getItem(`notes:${this.place}`) ?? 'null')
    return found ? { ...found, ...(kept?.id === found.id && kept) } : null
  }

  /** Remember where a page without signal can go on: {id, public, items: [{id}], item}. No words, no names. */
  remember(what) {
    try {
      this.database.transaction(PLACES, 'readwrite').objectStore(PLACES).put({ ...what, place: this.place })
    } catch {
      // no room: then the page does not open without signal, and says so
    }
  }

  async #locked(record) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const { seq, ...words } = record
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.key, utf8.encode(JSON.stringify(words)))
    const kept = { place: this.place, lock: this.lock, half: this.half, page: record.page, iv, data }
    return seq === undefined ? kept : { ...kept, seq }
  }

  /** Write records and drop others in one step, one step after the other. A new record gets its `seq`. */
  change({ write = [], drop = [] }) {
    const step = this.tail.then(async () => {
      const locked = await Promise.all(write.map((record) => this.#locked(record)))
      const change = this.database.transaction(WAITING, 'readwrite', { durability: 'strict' })
      const store = change.objectStore(WAITING)
      const done = new Promise((resolve, reject) => {
        change.oncomplete = resolve
        change.onabort = change.onerror = () => reject(change.error)
      })
      const numbers = locked.map((record) => request(store.put(record)))
      for (const record of drop) if (record.seq !== undefined) store.delete(record.seq)
      await done
      for (const [index, number] of numbers.entries()) write[index].seq = await number
    })
    this.tail = step.catch(() => {})
    return step
  }

  async #unlock(kept) {
    if (!this.keys.has(kept.half.x)) {
      const own = sessionStorage.getItem(`notes:own:${kept.half.x}`)
      const usage = ['encrypt', 'decrypt']
      if (this.secret) {
        const half = await crypto.subtle.importKey('jwk', kept.half, CURVE, false, [])
        this.keys.set(kept.half.x, await shared(this.secret, half))
      } else if (own) {
        this.keys.set(kept.half.x, await crypto.subtle.importKey('jwk', JSON.parse(own), 'AES-GCM', true, usage))
      } else {
        return null
      }
    }
    const words = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: kept.iv },
      this.keys.get(kept.half.x),
      kept.data,
    )
    return { ...JSON.parse(new TextDecoder().decode(words)), seq: kept.seq }
  }

  /**
   * Read what waits here under our lock, oldest first. `mine`: is the page that wrote a record closed by now?
   * Returns {records, sealed}: sealed is how many stay unread until their person signs in.
   */
  async read(mine) {
    const store = this.database.transaction(WAITING).objectStore(WAITING)
    const kept = (await request(store.index('place').getAll(this.place))).filter(({ lock }) => lock === this.lock)
    kept.sort((a, b) => a.seq - b.seq)
    const records = []
    let sealed = 0
    for (const one of kept.filter(({ page }) => mine(page))) {
      const record = await this.#unlock(one).catch(() => null)
      if (record) records.push(record)
      else sealed += 1
    }
    return { records, sealed }
  }
}
