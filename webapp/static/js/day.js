// The page of the day kept up to date by what live.js tells: seats left, turns, last choices, the visitor's own turn.
const SHOWN = 12;
const WARN_AT = { 10: "ten", 3: "three" };

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const key = (name) => `said${name.split("_").map((part) => part[0].toUpperCase() + part.slice(1)).join("")}`;
const plurals = new Intl.PluralRules(document.documentElement.lang);
const own = document.querySelector("#mon-tour");
let before = Infinity;

document.addEventListener("rang:recorded", ({ detail }) => {
  for (const line of detail.lines) apply(line);
});

function apply(line) {
  for (const [pool, left] of Object.entries(line.left)) setLeft(pool, left);
  for (const [name, turn] of Object.entries(line.turns)) setTurn(name, turn);
  addLine(line);
  // Somebody's choice may be another now: each looks, not all at the same moment.
  if (own && (line.kind === "corrected" || line.kind === "undone")) setTimeout(renew, 5000 * Math.random());
}

function setLeft(pool, left) {
  for (const count of document.querySelectorAll(`[data-pool="${CSS.escape(pool)}"]`)) {
    count.textContent = left;
    count.closest("li").classList.toggle("gone", left === 0);
    const group = count.closest("details");
    const counts = [...group.querySelectorAll("[data-pool]")].map((each) => Number(each.textContent));
    group.querySelector("[data-sum]").textContent = counts.reduce((sum, each) => sum + each, 0);
  }
}

function setTurn(name, turn) {
  const place = document.querySelector(`[data-turn="${CSS.escape(name)}"]`);
  if (!place) return;
  const how = !turn.to_come ? "over" : turn.current === null ? "waits" : turn.paused ? "paused" : "calling";
  place.textContent = fill(place.dataset[key(how)], turn);
}

const lines = document.querySelector("#lignes");

function addLine(line) {
  const sentence = lines.dataset[key(line.kind)];
  if (!sentence) return;
  for (const list of document.querySelectorAll(".latest-lines")) if (concerns(list, line)) addTo(list, sentence, line);
}

// A list of an establishment tells what falls on its posts, and what may have taken an earlier choice back.
function concerns(list, line) {
  if (!list.dataset.posts || lines.dataset.takenBack.split(" ").includes(line.kind)) return true;
  return JSON.parse(list.dataset.posts).includes(line.post);
}

function addTo(list, sentence, line) {
  list.querySelector(".empty")?.remove();
  const item = document.createElement("li");
  const hash = document.createElement("code");
  hash.textContent = line.hash;
  const where = "several" in list.dataset && line.list ? `${line.list} · ` : "";
  item.append(`${where}${fill(sentence, line)} `, hash);
  list.prepend(item);
  while (list.children.length > SHOWN) list.lastElementChild.remove();
}

document.addEventListener("rang:mine", ({ detail }) => {
  if (!own) return;
  const count = own.querySelector("[data-before]");
  if (detail.state === own.firstElementChild.dataset.state && count) {
    count.textContent = detail.before;
    const people = own.querySelector("[data-people]");
    people.textContent = people.dataset[plurals.select(detail.before)] ?? people.dataset.other;
  } else if (detail.state !== own.firstElementChild.dataset.state) {
    renew();
  }
  announce(detail);
});

async function renew() {
  const answer = await fetch(own.dataset.address).catch(() => null);
  if (answer?.ok && !answer.redirected) own.innerHTML = await answer.text();
}

// Said once each: when ten and three people are left before, and when it is one's turn.
function announce({ state, before: now }) {
  const place = document.querySelector("#annonce");
  const passed = Object.keys(WARN_AT).map(Number).filter((at) => state === "waiting" && now <= at && before > at);
  if (passed.length) place.textContent = place.dataset[WARN_AT[Math.min(...passed)]];
  if (state === "called" && before > 0) place.textContent = place.dataset.now;
  if (state === "waiting" || state === "called") before = now;
}

document.addEventListener("rang:likely", ({ detail }) => {
  const said = own?.querySelector("[data-likely]");
  if (!said) return;
  said.textContent = fill(said.dataset[key(detail.key)] ?? "", detail);
  const when = own.querySelector("[data-between]");
  if (detail.low) when.textContent = fill(when.dataset.between, { low: hour(detail.low), high: hour(detail.high) });
});

function hour(moment) {
  const at = new Date(moment);
  const zone = { timeZone: "Europe/Paris" };
  const today = at.toLocaleDateString("fr", zone) === new Date().toLocaleDateString("fr", zone);
  const day = today ? {} : { day: "numeric", month: "short" };
  return at.toLocaleString(document.documentElement.lang, { ...zone, ...day, hour: "2-digit", minute: "2-digit" });
}
