/** Ring tones as numbers: nothing has to be loaded for them, and whoever has no network hears them too. */

interface Note {
  /** Seconds after which it begins, and how long it is. */
  at: number;
  long: number;
  hertz: readonly number[];
}

interface Tone {
  /** Seconds after which it begins again. */
  round: number;
  notes: readonly Note[];
  /** Whether notes die away as those of a struck bell do. */
  struck?: boolean;
}

const EXCHANGE = [425, 475] as const;

export const TONES = {
  ring: { round: 4, notes: [{ at: 0, long: 1.2, hertz: EXCHANGE }] },
  double: {
    round: 3,
    notes: [
      { at: 0, long: 0.4, hertz: EXCHANGE },
      { at: 0.6, long: 0.4, hertz: EXCHANGE },
    ],
  },
  chime: {
    round: 4,
    struck: true,
    notes: [
      { at: 0, long: 1.4, hertz: [659.3, 1318.5] },
      { at: 0.35, long: 1.4, hertz: [523.3, 1046.5] },
      { at: 0.7, long: 1.8, hertz: [784, 1568] },
    ],
  },
} as const satisfies Record<string, Tone>;

/** Seconds in which a note comes and goes: one that does so at once clicks. */
const EDGE = 0.02;

/** How loud a note is, from 0 to 1, so many seconds after it began. */
const loudness = (seconds: number, long: number, struck: boolean): number =>
  Math.min(1, seconds / EDGE, (long - seconds) / EDGE) * (struck ? Math.exp((-4 * seconds) / long) : 1);

/** One round of a tone, from -1 to 1, with so many samples a second. */
export const samplesOf = ({ round, notes, struck = false }: Tone, rate: number): Float32Array<ArrayBuffer> => {
  const samples = new Float32Array(Math.round(round * rate));
  for (const { at, long, hertz } of notes) {
    const begin = Math.round(at * rate);
    for (let index = 0; index < long * rate; index++) {
      const seconds = index / rate;
      const waves = hertz.reduce((sum, each) => sum + Math.sin(2 * Math.PI * each * seconds), 0);
      const before = samples[begin + index] ?? 0;
      samples[begin + index] = before + (waves / hertz.length / 2) * loudness(seconds, long, struck);
    }
  }
  return samples;
};
