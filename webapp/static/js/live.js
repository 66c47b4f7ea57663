// Follows a day: every line of the journal once, in order, whatever the network does. The page that wants it includes
// live_state.html; what comes is told on the document:
//   rang:recorded  {lines}   lines of the journal, the next ones in order
//   rang:mine      {…}       where the visitor stands        rang:likely  {…}  when their turn is likely, what they would get
const state = document.querySelector("[data-stream]");
const HIDDEN_FOR = 20000; // a tab looked away from for so long lets its connection go
const FALLBACK_EVERY = 8000; // where a stream cannot pass, the page asks
const PASS_LASTS = 11 * 3600000; // then the page is loaded again, for a new pass

let seen = Number(state.dataset.seen);
let source = null;
let asking = null;
let failures = 0;
let hiding = 0;
let etag = "";

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`rang:${name}`, { detail }));
}

function show(how) {
  if (state.dataset.how === how) return;
  state.dataset.how = how;
  state.textContent = state.dataset[how];
}

// Lines that are the next ones are applied; those already seen are left; a hole is filled by asking.
function take(lines) {
  const next = lines.filter((line) => line.seq > seen);
  if (next.length === 0) return;
  if (next.some((line, index) => line.seq !== seen + 1 + index)) {
    ask();
    return;
  }
  seen = next.at(-1).seq;
  tell("recorded", { lines: next });
}

async function ask() {
  asking ??= fetch(`${state.dataset.changes}?depuis=${seen}`, { headers: etag ? { "If-None-Match": etag } : {} });
  try {
    const answer = await asking;
    if (answer.redirected || answer.status === 403) location.reload();
    if (answer.status !== 200) return answer.status === 304;
    etag = answer.headers.get("ETag") ?? "";
    const told = await answer.clone().json();
    if (told.entries <= seen) location.reload();
    take(told.lines);
    return true;
  } catch {
    return false;
  } finally {
    asking = null;
  }
}

function open() {
  if (source || document.hidden) return;
  source = new EventSource(`${state.dataset.stream}&depuis=${seen}`);
  source.onopen = () => {
    failures = 0;
    show("on");
  };
  source.onerror = lost;
  source.addEventListener("line", (event) => take([JSON.parse(event.data)]));
  source.addEventListener("mine", (event) => tell("mine", JSON.parse(event.data)));
  source.addEventListener("likely", (event) => tell("likely", JSON.parse(event.data)));
  source.addEventListener("again", () => location.reload());
}

function close() {
  source?.close();
  source = null;
}

// The browser comes back by itself after a cut, but not after a refusal: then we do, and meanwhile we ask.
function lost() {
  show("off");
  failures += 1;
  if (source?.readyState !== EventSource.CLOSED) return;
  close();
  setTimeout(open, Math.min(30000, 2000 * failures));
}

setInterval(async () => {
  if (document.hidden || state.dataset.how === "on") return;
  if (!(await ask())) return;
  if (performance.now() > PASS_LASTS) location.reload();
  else open();
}, FALLBACK_EVERY);

document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(close, HIDDEN_FOR);
  else open();
});
addEventListener("online", () => {
  close();
  open();
});
addEventListener("pagehide", close);
addEventListener("pageshow", open);
open();
