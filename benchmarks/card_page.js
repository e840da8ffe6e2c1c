// A page with the card on it, and a server that tells of calls on 100 lines as the integration does.
const LINES = 100;
const NAMES = ["Anna Kuznetsova", "Ben Okafor", "Chiara Rossi", "David Nguyen", "Elif Kaya"];
const FRAME_MS = 1000 / 60;

customElements.define("home-assistant", class extends HTMLElement {});

const listeners = new Map();
const connection = {
  addEventListener() {},
  removeEventListener() {},
  async sendMessagePromise() {
    return {};
  },
  async subscribeMessage(listener, { type }) {
    listeners.set(type, listener);
    listener(FIRST[type]());
    return () => listeners.delete(type);
  },
};
window.hassConnection = Promise.resolve({ conn: connection });

const now = () => new Date().toISOString();
const FIRST = {
  "telephony/subscribe": () => ({ snapshot: true, now: now(), lines: all(), lamps: {} }),
  "telephony/subscribe_favorites": () => ({ favorites: [] }),
  "telephony/subscribe_incoming": () => ({ now: now(), calls: [] }),
};
const keyOf = (line) => `device-${line}/${line}`;
const all = () =>
  Object.fromEntries(
    Array.from({ length: LINES }, (_, index) => {
      const line = `${700 + index}`;
      const fixed = { device_id: `device-${line}`, line, in_group: false, name: `Line ${line}` };
      const rights = { connection: "entry", popup: false, can_control: true, available: true };
      const view = { state: "idle", trouble: null, actions: ["make_call"], calls: [], missed: 0, log: [] };
      return [keyOf(line), { ...fixed, ...rights, ...view }];
    }),
  );

let made = 0;
/** What is told of a line's calls: it rings, is answered, ends, and stands in the log. */
const events = function* (line) {
  for (;;) {
    const call_id = `c${String(++made).padStart(32, "0")}`;
    const started_at = now();
    const who = { name: NAMES[made % NAMES.length], name_source: "phone_book", number: `+4930${1e6 + made}` };
    const call = { call_id, direction: "incoming", ...who, called_number: line, started_at };
    yield { state: "ringing", calls: [{ ...call, state: "ringing", actions: ["answer", "hangup", "deflect"] }] };
    const talking = { state: "connected", answered_at: now(), actions: ["hangup", "hold", "transfer"] };
    yield { state: "connected", calls_changed: { [call_id]: talking } };
    yield { state: "idle", calls: [] };
    const logged = { call_id, direction: "incoming", ...who, outcome: "answered", started_at, talk_seconds: 5 };
    yield { log_added: [logged], log_length: 10 };
  }
};
const lives = Array.from({ length: LINES }, (_, index) => events(`${700 + index}`));

window.showCard = async () => {
  await customElements.whenDefined("telephony-card");
  const card = document.createElement("telephony-card");
  const devices = lives.map((_, index) => `device-${700 + index}`);
  card.setConfig({ type: "custom:telephony-card", devices });
  card.hass = { connection, language: "en" };
  document.body.append(card);
  await card.updateComplete;
  // Ten calls fill the log of each line; then every fourth rings, and every fourth is connected.
  for (const [index, life] of lives.entries()) {
    for (let told = 0; told < 40 + (index % 4); told++) tell(index, life.next().value);
  }
  await card.updateComplete;
};

const tell = (index, change) =>
  listeners.get("telephony/subscribe")({ now: now(), lines: { [keyOf(`${700 + index}`)]: change } });

/** Watch the page while so many events come each second. */
window.watch = async (seconds, each) => {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: "longtask" });
  const began = performance.now();
  let told = 0;
  let frames = 0;
  let dropped = 0;
  let last = began;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1000) * each);
    for (; told < due; told++) {
      const index = told % LINES;
      tell(index, lives[index].next().value);
    }
  }, 10);
  await new Promise((resolve) => {
    const frame = (at) => {
      frames++;
      dropped += Math.max(0, Math.round((at - last) / FRAME_MS) - 1);
      last = at;
      if (at - began < seconds * 1000) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
  clearInterval(timer);
  observer.disconnect();
  const lengths = tasks.map(({ duration }) => duration);
  return { told, frames, dropped, long: lengths.length, longest: Math.max(0, ...lengths) };
};
