/**
 * What this tab keeps over a reload: unsent words and drafts, nothing that was said.
 *
 * Nothing is read or written before `claim` has made sure whose words they are, so that the next
 * person at the same screen is never shown the last one's. `clear` wipes all of it and shuts.
 */

const ROOT = "alcove:";

export class Keep {
  #storage;
  #prefix;
  #open = false;

  /** `storage`: like `sessionStorage`, or null to keep nothing. `place`: names the session. */
  constructor(storage, place) {
    this.#storage = storage;
    this.#prefix = `${ROOT}${place}:`;
  }

  /** Open for this person; whatever somebody else left is wiped first. */
  claim(owner) {
    this.#open = true;
    if (this.read("owner") !== owner) this.#wipe((key) => !key.startsWith(this.#marked("")));
    this.write("owner", owner);
  }

  read(name) {
    return this.#open ? this.#get(this.#prefix + name) : null;
  }

  /** Keep a text under a name; an empty one is taken away. */
  write(name, text) {
    if (this.#open) this.#put(this.#prefix + name, text);
  }

  /** Put a mark, or take it away. It says nothing of anybody, and so needs no claim: a page asks for it before it knows whose it is. */
  mark(name, isSet) {
    this.#put(this.#marked(name), isSet ? "yes" : "");
  }

  isMarked(name) {
    return this.#get(this.#marked(name)) !== null;
  }

  /** Wipe everything of ours in this tab and keep nothing more until the next claim. */
  clear() {
    this.#open = false;
    this.#wipe();
  }

  #marked(name) {
    return `${this.#prefix}mark:${name}`;
  }

  #get(key) {
    return this.#tried((storage) => storage.getItem(key)) ?? null;
  }

  #put(key, text) {
    this.#tried((storage) => (text ? storage.setItem(key, text) : storage.removeItem(key)));
  }

  #wipe(isMeant = () => true) {
    this.#tried((storage) => {
      const keys = Array.from({ length: storage.length }, (_, place) => storage.key(place));
      for (const key of keys) if (key?.startsWith(ROOT) && isMeant(key)) storage.removeItem(key);
    });
  }

  // A full or forbidden storage costs the comfort of a kept draft, never the conversation.
  #tried(act) {
    try {
      return this.#storage ? act(this.#storage) : null;
    } catch {
      return null;
    }
  }
}
