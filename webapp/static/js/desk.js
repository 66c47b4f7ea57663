// The desk by keyboard: find a stage, choose, confirm; the page is brought up to date without being loaded again.
// Every act is a plain form that works without this module.
const ACT_KEYS = { F2: "absent", F3: "attendre", F4: "servir" };
const ONCE_A_PRESS = ["Enter", ...Object.keys(ACT_KEYS)]; // held down, they would go on to the next persons called

const desk = () => document.querySelector(".desk");
const search = () => document.querySelector("#recherche");
const rows = () => [...document.querySelectorAll("#ouverts tbody tr")];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

let busy = false;
let latest = -1; // the last entry that we were told of and that concerns this page

function say(text) {
  const place = document.querySelector("#annonce");
  if (place) place.textContent = text;
}

// How well a row answers what was typed: 0 not at all; a code that begins so before a word that does.
function score(row, typed) {
  const code = plain(row.dataset.code);
  if (code === typed) return 4;
  if (code.startsWith(typed)) return 3;
  row.words ??= plain(row.textContent).split(/[^\p{L}\p{N}]+/u);
  const asked = typed.split(/\s+/);
  if (asked.every((part) => row.words.some((word) => word.startsWith(part)))) return 2;
  return code.includes(typed) ? 1 : 0;
}

function filter() {
  const typed = plain(search().value.trim());
  const found = rows().map((row, index) => ({ row, index, score: typed ? score(row, typed) : 1 }));
  found.sort((a, b) => b.score - a.score || a.index - b.index);
  for (const { row, score: fit } of found) {
    row.hidden = fit === 0;
    if (typed) row.parentNode.append(row);
  }
  const shown = found.filter((each) => each.score > 0).map((each) => each.row);
  mark((!typed && shown.find((row) => "first" in row.dataset)) || shown[0]);
  if (typed) announce(shown);
}

function announce(shown) {
  if (!shown.length) return say(desk().dataset.none);
  say(`${shown.length} ${desk().dataset.found} ${shown[0].textContent.replace(/\s+/g, " ").trim()}`);
}

function mark(row) {
  for (const other of document.querySelectorAll("#ouverts tr.marked")) other.classList.remove("marked");
  if (!row) return;
  row.classList.add("marked");
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const shown = rows().filter((row) => !row.hidden);
  const at = shown.findIndex((row) => row.classList.contains("marked"));
  const next = shown[Math.min(Math.max(at + step, 0), shown.length - 1)];
  mark(next);
  if (next) say(next.textContent.replace(/\s+/g, " ").trim());
}

async function ask(address, options = {}) {
  busy = true;
  desk().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    // Read here: a page half read must not be overtaken by another, which would lose what the first had to say.
    return { ok: answer.ok, status: answer.status, url: answer.url, redirected: answer.redirected, html: await answer.text() };
  } catch {
    say(desk().dataset.lost);
    warn(desk().dataset.lost);
    return null;
  } finally {
    busy = false;
    desk()?.removeAttribute("aria-busy");
  }
}

function warn(text) {
  const notice = document.createElement("p");
  notice.className = "notice error";
  notice.setAttribute("role", "alert");
  notice.textContent = text;
  desk().prepend(notice);
}

async function pick(code) {
  const address = here();
  address.pathname += "/choix";
  address.searchParams.set("code", code);
  const answer = await ask(address);
  if (!answer?.ok) return answer && refresh();
  document.querySelector("#choix").innerHTML = answer.html;
  const first = document.querySelector("#confirmation #occurred_at, #confirmation [data-confirm], #confirmation [data-cancel]");
  first.focus();
  first.scrollIntoView({ block: "nearest" });
}

function renounce() {
  document.querySelector("#choix").replaceChildren();
  search()?.focus();
}

// What was typed survives a page brought up to date; what was sent does not.
function typed() {
  return [...document.querySelectorAll(".desk input:not([type=hidden])")].filter((input) => input.id && input.value)
    .map((input) => [input.id, input.value, input.form?.dataset.act ?? ""]);
}

function show(html, kept) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.querySelector("main .desk")) return false;
  const follow = document.querySelector("[data-stream]"); // live.js holds on to it
  if (follow) page.querySelector("[data-stream]")?.replaceWith(follow);
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.title = page.title;
  for (const [id, value] of kept) {
    const input = document.getElementById(id);
    if (input && !input.value) input.value = value;
  }
  begin();
  return true;
}

async function send(form, button) {
  const body = new FormData(form, button);
  const answer = await ask(form.action, { method: "POST", body });
  if (!answer) return;
  const kept = typed().filter(([id, , act]) => act !== (form.dataset.act ?? "") && id !== "recherche" && id !== "occurred_at");
  // A proof may be asked for, or the session be over: the browser sends the form itself and shows what comes.
  if (answer.status === 401 || !show(answer.html, kept)) return form.submit();
  if (answer.redirected) history.replaceState(null, "", answer.url);
}

function here() {
  const address = new URL(desk().dataset.here, location.href);
  const paper = new URLSearchParams(location.search).get("paper");
  if (paper) address.searchParams.set("paper", paper);
  return address;
}

const called = () => desk().dataset.called;

// What others recorded: the page as it now stands, with what was typed and weighed, unless the turn is over.
async function refresh() {
  const before = { called: called(), code: document.querySelector("#confirmation")?.dataset.code };
  const kept = typed();
  const place = document.activeElement?.id;
  const answer = await ask(here());
  if (!answer?.ok) return;
  const same = (html) => html.includes(`data-called="${before.called}"`);
  if (!show(answer.html, kept.filter(([id]) => id !== "recherche" || same(answer.html)))) return;
  if (before.code && before.called === called()) pick(before.code);
  else if (before.code) warn(desk().dataset.moved);
  else if (place) document.getElementById(place)?.focus();
}

function begin() {
  if (!search()) return;
  search().closest(".search").hidden = false;
  search().addEventListener("input", filter);
  filter();
  const first = document.querySelector("#confirmation [data-confirm], [role=alert] ~ * [autofocus]");
  (first ?? search()).focus();
}

function keyInSearch(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter") {
    const row = document.querySelector("#ouverts tr.marked");
    if (row && !busy) pick(row.dataset.code);
  } else return;
  event.preventDefault();
}

function keyOfAct(event) {
  const form = ACT_KEYS[event.key] && document.querySelector(`form[data-act=${ACT_KEYS[event.key]}]`);
  if (event.key === "F8" && document.querySelector("#annulation")) {
    document.querySelector("#annulation").open = true;
    document.querySelector("#annuler-motif").focus();
  } else if (form) form.requestSubmit();
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.repeat && ONCE_A_PRESS.includes(event.key)) return event.preventDefault();
  if (event.target === search()) keyInSearch(event);
  if (event.key === "Escape" && document.querySelector("#confirmation")) renounce();
  if (!event.defaultPrevented) keyOfAct(event);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-pick], [data-cancel]");
  if (!link || !document.querySelector("#choix") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if ("cancel" in link.dataset) renounce();
  else pick(link.dataset.pick || link.closest("tr").dataset.code);
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest(".desk") || event.target.method === "get") return;
  event.preventDefault();
  if (!busy) send(event.target, event.submitter);
});

// A list that shares no seat with this desk's does not move its page.
function concerns(line) {
  const own = desk().dataset.lists;
  return !own || !line.list || JSON.parse(own).includes(line.list);
}

function catchUp() {
  if (!busy && desk() && latest >= Number(desk().dataset.seen)) refresh();
}

document.addEventListener("rang:recorded", ({ detail }) => {
  latest = detail.lines.filter(concerns).at(-1)?.seq ?? latest;
  catchUp();
});
setInterval(catchUp, 500);
begin();
