import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readyToRing, ring, ringChoice, setRing } from "../src/ring";
import "../src/ring-choice";
import type { TelephonyRingChoice } from "../src/ring-choice";
import { TONES, samplesOf } from "../src/tones";
import { drawn, find, mount, only, text } from "./world";

const RATE = 8000;

/** What sounds now, each with its loudness. */
let sounding: { volume: number; loop: boolean }[] = [];
let state: "suspended" | "running" = "running";
let touch = (): void => undefined;

class FakeAudio {
  sampleRate = RATE;
  destination = {};
  get state(): string {
    return state;
  }
  createBuffer(): object {
    return { copyToChannel: () => undefined };
  }
  createGain(): object {
    return { gain: { value: 1 }, connect: () => undefined };
  }
  createBufferSource(): object {
    const own = { volume: 1, loop: false };
    return {
      set loop(loop: boolean) {
        own.loop = loop;
      },
      connect: ({ gain }: { gain: { value: number } }) => {
        own.volume = gain.value;
      },
      start: () => sounding.push(own),
      stop: () => (sounding = sounding.filter((each) => each !== own)),
    };
  }
  resume(): Promise<void> {
    if (state === "running") return Promise.resolve();
    return new Promise((resolve) => {
      touch = () => {
        state = "running";
        resolve();
      };
    });
  }
}

const heard = async (): Promise<number> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  return sounding.length;
};

let silence: () => void;

beforeEach(() => {
  vi.stubGlobal("AudioContext", FakeAudio);
  state = "running";
  silence = readyToRing();
});

afterEach(() => {
  silence();
  setRing({ tone: "", volume: 50 });
  localStorage.clear();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

test("a browser rings only if it was told to", async () => {
  ring(true);
  expect(await heard()).toBe(0);
  expect(ringChoice()).toEqual({ tone: "", volume: 50 });
});

test("it rings as loud as chosen, again and again until nothing rings anymore", async () => {
  setRing({ tone: "chime", volume: 50 });
  sounding = [];
  ring(true);
  ring(true);
  expect(await heard()).toBe(1);
  expect(sounding[0]).toEqual({ volume: 0.25, loop: true });
  ring(false);
  expect(await heard()).toBe(0);
});

test("a call that is over before the page may sound is never heard", async () => {
  localStorage.setItem("telephony-ring", "ring 100");
  state = "suspended";
  ring(true);
  ring(false);
  touch();
  expect(await heard()).toBe(0);
  state = "suspended";
  ring(true);
  expect(await heard()).toBe(0);
  touch();
  expect(await heard()).toBe(1);
});

test("of two tabs one rings", async () => {
  localStorage.setItem("telephony-ring", "ring 100");
  const request = vi.fn(
    (_: string, { signal }: { signal: AbortSignal }) =>
      new Promise((__, reject) => signal.addEventListener("abort", reject)),
  );
  vi.stubGlobal("navigator", { locks: { request } });
  ring(true);
  expect(await heard()).toBe(0);
  expect(request).toHaveBeenCalledTimes(1);
  ring(false);
});

test("what is stored and can't be read is silence", () => {
  localStorage.setItem("telephony-ring", "constructor x");
  expect(ringChoice()).toEqual({ tone: "", volume: 50 });
});

test("a tone is heard as it is chosen, and kept", async () => {
  const element = await mount<TelephonyRingChoice>("telephony-ring-choice");
  expect(find(element, "option").map(text)).toEqual(["None", "Ring", "Double ring", "Chime"]);
  const select = only<HTMLSelectElement>(element, "select");
  select.value = "double";
  select.dispatchEvent(new Event("change"));
  expect(sounding).toEqual([{ volume: 0.25, loop: false }]);
  await drawn(element);
  const slider = only<HTMLInputElement>(element, "input");
  slider.value = "80";
  slider.dispatchEvent(new Event("change"));
  expect(sounding).toHaveLength(1);
  expect(ringChoice()).toEqual({ tone: "double", volume: 80 });
});

test.each(Object.keys(TONES) as (keyof typeof TONES)[])(
  "%s is never too loud, doesn't click, and is silent before it begins again",
  (name) => {
    const samples = samplesOf(TONES[name], RATE);
    expect(samples).toHaveLength(TONES[name].round * RATE);
    expect(Math.max(...samples.map(Math.abs))).toBeGreaterThan(0.3);
    expect(Math.max(...samples.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(samples.slice(-RATE / 2).every((each) => each === 0)).toBe(true);
  },
);
