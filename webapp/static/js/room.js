// The screen of the room: made again by the server at each line of the journal; one at a time, the latest wins.
const place = document.querySelector("#salle");
let wanted = false;
let busy = false;

document.addEventListener("rang:recorded", renew);

async function renew() {
  wanted = true;
  if (busy) return;
  busy = true;
  while (wanted) {
    wanted = false;
    const answer = await fetch(place.dataset.address).catch(() => null);
    if (answer?.ok && !answer.redirected) place.innerHTML = await answer.text();
    else if (answer?.status === 404) location.reload();
  }
  busy = false;
}
