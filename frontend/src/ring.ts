/** Calls that pop up ring in this browser, if it was told to: with which tone, and how loud. */

import { TONES, samplesOf } from "./tones";

const KEY = "telephony-ring";
/** Milliseconds in which the other tabs have heard that nothing rings anymore. */
const LAG_MS = 500;

export type ToneName = keyof typeof TONES;

export interface RingChoice {
  tone: ToneName | "";
  /** In percent. */
  volume: number;
}

const isTone = (name?: string): name is ToneName => Object.keys(TONES).includes(name ?? "");

/** What this browser has chosen; silence at first. */
export const ringChoice = (): RingChoice => {
  const [tone, volume] = (localStorage.getItem(KEY) ?? "").split(" ");
  return { tone: isTone(tone) ? tone : "", volume: Number(volume) || 50 };
};

let audio: AudioContext | undefined;
let example: AudioBufferSourceNode | undefined;
let rings: AbortController | undefined;

const player = (): AudioContext => (audio ??= new AudioContext());

const play = ({ tone, volume }: RingChoice, loop: boolean): AudioBufferSourceNode | undefined => {
  if (!tone) return undefined;
  const context = player();
  const samples = samplesOf(TONES[tone], context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const gain = context.createGain();
  // Ears hear loudness in steps that grow.
  gain.gain.value = (volume / 100) ** 2;
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = loop;
  source.connect(gain);
  gain.connect(context.destination);
  source.start();
  return source;
};

/** Choose, and hear what it is like. */
export const setRing = (choice: RingChoice): void => {
  localStorage.setItem(KEY, `${choice.tone} ${choice.volume}`);
  example?.stop();
  example = play(choice, false);
  wake();
};

/** Browsers let no page sound that was never touched, and phones none after a call of their own. */
const wake = (): void => {
  if (ringChoice().tone && player().state !== "running") void player().resume();
};

/** Be heard at the first touch of the page; returns what ends it. */
export const readyToRing = (): (() => void) => {
  for (const type of ["pointerup", "keydown"]) addEventListener(type, wake, true);
  return () => {
    for (const type of ["pointerup", "keydown"]) removeEventListener(type, wake, true);
    ring(false);
  };
};

const sound = async (choice: RingChoice, { signal }: AbortController): Promise<void> => {
  await player().resume();
  const turn = (): Promise<void> =>
    new Promise((over) => {
      if (signal.aborted) return over();
      const source = play(choice, true);
      signal.onabort = () => {
        source?.stop();
        setTimeout(over, LAG_MS);
      };
    });
  // Of several tabs one rings; browsers lack locks on pages that aren't encrypted.
  const { locks } = navigator as { locks?: LockManager };
  await (locks ? locks.request(KEY, { signal }, turn) : turn());
};

/** Ring as long as something does that pops up here. */
export const ring = (wanted: boolean): void => {
  const choice = ringChoice();
  if ((wanted && choice.tone !== "") === Boolean(rings)) return;
  rings?.abort();
  rings = rings ? undefined : new AbortController();
  // Whoever still waits for a turn when the call is over is told by an error.
  if (rings) sound(choice, rings).catch(() => undefined);
};
