// Comes back to the page that was wanted as soon as the files are read; the sentence is brought up to date meanwhile.
const link = document.getElementById("again");
const EVERY = 1500;

async function look() {
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (answer.status !== 202) {
      location.replace(link.href);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["[role=status]", "progress"]) {
      const [shown, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (!fresh) {
        location.replace(link.href);
        return;
      }
      if (shown.outerHTML !== fresh.outerHTML) {
        shown.textContent = fresh.textContent;
        if (part === "progress") shown.value = fresh.value;
      }
    }
  } catch {
    // The network is away for a moment: the next look will tell.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
