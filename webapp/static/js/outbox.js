// What is to be sent and what is not sent yet, kept on the device until the server has it: never lost, never doubled.
//
// One list is on its way at a time, under a key of its own. Once tried, it is sent again as it was under the same key,
// since an answer that got lost may hide a list that was kept; what came after waits behind it.

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 30000;

export class Outbox {
  // `post(body)` gives {status, body}, and throws where the network fails. `tell(state, details)` shows how it stands:
  // "sending", "saved", "waiting", "signed-out", "refused" or "conflict".
  constructor({ name, seen, post, tell }) {
    Object.assign(this, { name, seen, post, tell, busy: false, pause: FIRST_PAUSE, timer: null, stopped: false });
    const kept = this.#read() ?? {};
    this.pending = kept.pending ?? null;
    this.next = kept.next ?? null;
    this.rows = kept.rows ?? {};
  }

  // The list as it was last changed here and not sent yet, or null.
  get unsent() {
    return this.next ?? this.pending?.codes ?? null;
  }

  // `rows`: what the page shows of each code, so that a page opened again can show the list without the server.
  put(codes, rows) {
    this.rows = rows;
    if (this.pending?.tried) this.next = codes;
    else Object.assign(this, { pending: this.#made(codes, this.seen), stopped: false });
    this.#keep();
    this.flush();
  }

  async flush() {
    if (this.busy || !this.pending || this.stopped) return;
    clearTimeout(this.timer);
    this.busy = true;
    this.pending.tried = true;
    this.#keep();
    this.tell("sending");
    try {
      const { codes, seen, key } = this.pending;
      this.#answered(await this.post({ codes, seen, key }));
      this.pause = FIRST_PAUSE;
    } catch {
      this.#later("waiting");
    }
    this.busy = false;
    if (this.pending && !this.timer && !this.stopped) this.flush();
  }

  // After a conflict: keep what stands here, over the version that the server told of.
  keepMine() {
    this.pending = this.#made(this.unsent, this.theirs.version);
    this.next = null;
    this.stopped = false;
    this.#keep();
    this.flush();
  }

  forget() {
    this.pending = this.next = null;
    this.stopped = false;
    this.#keep();
  }

  #answered({ status, body }) {
    this.timer = null;
    if (status === 200) this.#saved(body);
    else if (status === 409) this.#stop("conflict", (this.theirs = body));
    else if (status === 400 || status === 422) this.#refused(body);
    else this.#later(status === 401 ? "signed-out" : "waiting");
  }

  #saved(body) {
    this.seen = body.version;
    this.pending = this.next ? this.#made(this.next, this.seen) : null;
    this.next = null;
    this.#keep();
    if (!this.pending) this.tell("saved", body);
  }

  // Nothing was kept: the next change makes a list of its own.
  #refused(body) {
    this.pending = { ...this.pending, codes: this.unsent, tried: false };
    this.next = null;
    this.#keep();
    this.#stop("refused", body);
  }

  #stop(state, body) {
    this.stopped = true;
    this.tell(state, body);
  }

  #later(state) {
    this.tell(state);
    this.timer = setTimeout(() => { this.timer = null; this.flush(); }, this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  #made(codes, seen) {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return { codes, seen, key: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""), tried: false };
  }

  // A browser may refuse to keep anything: the list then lives as long as the page.
  #read() {
    try { return JSON.parse(localStorage.getItem(this.name)); } catch { return null; }
  }

  #keep() {
    try {
      if (this.pending) localStorage.setItem(this.name, JSON.stringify({ pending: this.pending, next: this.next, rows: this.rows }));
      else localStorage.removeItem(this.name);
    } catch { /* see above */ }
  }
}
