import { afterEach, expect, test, vi } from "vitest";
import type { Choice } from "../src/choice";
import "../src/log";
import type { TelephonyLog } from "../src/log";
import type { Line } from "../src/model";
import { FakeConnection, aLine, aLogEntry, commandsOf, drawn, find, mount, only, text } from "./world";

const entries = [
  aLogEntry({ call_id: "l3", name: "Boris", outcome: "missed", talk_seconds: 0 }),
  aLogEntry({ call_id: "l1", started_at: "2026-11-22T07:00:00+00:00" }),
];
const other = aLine({
  device_id: "device-722",
  line: "722",
  name: "Workshop",
  log: [
    aLogEntry({
      call_id: "l2",
      name: null,
      number: null,
      presentation: "restricted",
      started_at: "2026-11-22T08:00:00+00:00",
    }),
  ],
});

afterEach(() => document.body.replaceChildren());

const show = () =>
  mount<TelephonyLog>("telephony-log", { lines: [aLine({ log: entries }), other] });

test("the calls of all lines stand together, newest first", async () => {
  const element = await show();
  expect(find(element, "li .name").map(text)).toEqual(["Boris", "Anonymous", "Anna Kuznetsova"]);
});

test("each call tells its outcome, its line and how long one talked", async () => {
  const element = await show();
  const facts = find(element, ".facts").map(text);
  expect(facts[0]).toBe("Incoming call, Missed · Line 725");
  expect(facts[2]).toBe("Incoming call, Answered · Line 725 · 1:15");
});

test("a call that an automation sent here names it", async () => {
  const log = [aLogEntry({ routed_by: "Night service" })];
  const element = await mount<TelephonyLog>("telephony-log", { lines: [aLine({ log })] });
  expect(text(only(element, ".facts"))).toBe("Incoming call, Answered · sent by Night service · 1:15");
});

test("the missed calls can be seen by themselves", async () => {
  const element = await show();
  find(element, ".chip")[1]?.click();
  await drawn(element);
  expect(find(element, "li .name").map(text)).toEqual(["Boris"]);
});

test("calling back asks before it dials", async () => {
  const element = await show();
  const commands = commandsOf(element);
  const choices: Choice[] = [];
  element.addEventListener("telephony-choose", (event) =>
    choices.push((event as CustomEvent<Choice>).detail),
  );
  find(element, "li button")[0]?.click();
  expect(commands).toEqual([]);
  expect(choices).toMatchObject([{ name: "Boris", number: "+4930123456", from: { line: "725" } }]);
});

test("who hid the number cannot be called back", async () => {
  const element = await show();
  expect(find(element, "li button")).toHaveLength(2);
});

test("an empty log says so", async () => {
  const element = await mount<TelephonyLog>("telephony-log", { lines: [aLine()] });
  expect(text(only(element, "p"))).toBe("No calls yet");
});

const server = new FakeConnection();
const ask = async (lines: readonly Line[], calls: object[], next: string | null = null) => {
  server.requests = [];
  server.answers["telephony/call_log"] = {
    calls,
    next,
    today: { in: 7, out: 2, missed: 1, longest_wait: 42 },
  };
  const element = await mount<TelephonyLog>("telephony-log", { lines, server, limit: 2 });
  await drawn(element);
  return element;
};
const asked = () => server.of("telephony/call_log").filter(({ today }) => !today);

test("days are headings, and what is the same again stands in one row", async () => {
  const at = (call_id: string, started_at: string) => aLogEntry({ call_id, started_at });
  const log = [
    at("1", "2026-11-22T12:00:00"),
    at("2", "2026-11-22T11:00:00"),
    at("3", "2026-11-21T11:00:00"),
  ];
  const element = await mount<TelephonyLog>("telephony-log", { lines: [aLine({ log })] });
  expect(find(element, "h4").map(text)).toEqual(["Sunday, November 22", "Saturday, November 21"]);
  expect(find(element, "li .name").map(text)).toEqual(["Anna Kuznetsova (2)", "Anna Kuznetsova"]);
});

test("two callers who hide are never one row", async () => {
  const hidden = { name: null, number: null, presentation: "restricted" } as const;
  const log = ["1", "2"].map((call_id) => aLogEntry({ ...hidden, call_id }));
  const element = await mount<TelephonyLog>("telephony-log", { lines: [aLine({ log })] });
  expect(find(element, "li")).toHaveLength(2);
});

test("a call between two lines is one row with both names", async () => {
  const kitchen = aLine({
    name: "Kitchen",
    log: [aLogEntry({ call_id: "1", direction: "outgoing", number: "722", name: "Workshop" })],
  });
  const workshop = aLine({
    ...other,
    log: [
      aLogEntry({
        call_id: "2",
        number: "725",
        name: "Kitchen",
        outcome: "missed",
        started_at: "2026-11-22T09:00:01+00:00",
      }),
    ],
  });
  const element = await mount<TelephonyLog>("telephony-log", { lines: [kitchen, workshop] });
  expect(find(element, "li .name").map(text)).toEqual(["Kitchen to Workshop"]);
  expect(text(only(element, ".facts"))).toBe("Missed");
});

test("chips, the line and the search ask for the whole log, page by page", async () => {
  vi.useFakeTimers();
  const element = await ask([aLine({ log: entries }), other], [{ ...entries[0], line: "725" }], "5-1");
  await vi.advanceTimersByTimeAsync(0);
  await drawn(element);
  expect(text(only(element, ".figures"))).toBe("Today: 7 in, 2 out, 1 missed, longest wait 0:42");
  const [, , , out] = find(element, ".chip");
  out?.click();
  await vi.advanceTimersByTimeAsync(0);
  await drawn(element);
  expect(asked()[0]).toMatchObject({
    device_id: ["device-725", "device-722"],
    directions: ["outgoing"],
    outcomes: [],
  });
  only(element, '[data-action="more"]').click();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked()[1]).toMatchObject({ before: "5-1", directions: ["outgoing"] });
  const search = only<HTMLInputElement>(element, "input");
  search.value = "Boris";
  search.dispatchEvent(new Event("input"));
  expect(asked()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked()[2]).toMatchObject({ query: "Boris" });
  expect(asked()[2]).not.toHaveProperty("before");
  const select = only<HTMLSelectElement>(element, "select");
  select.value = "722";
  select.dispatchEvent(new Event("change"));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked()[3]).toMatchObject({ device_id: ["device-722"] });
  vi.useRealTimers();
});

test("a note is shown with its call", async () => {
  const lines = [aLine({ log: [aLogEntry({ note: "Wants the bill" })] })];
  const element = await mount<TelephonyLog>("telephony-log", { lines });
  expect(text(only(element, ".note"))).toBe("Wants the bill");
});
