import { errorText } from "./command";
import { partyName } from "./format";
import type { Connection } from "./hass";
import type { Addressed, Contact, Lamp, Line } from "./model";

/** What is offered before anything is typed: the last numbers, then the colleagues. */
export const knownNumbers = (
  lines: readonly Line[],
  lamps: Iterable<Lamp>,
  language: string,
): Contact[] => [
  ...lines
    .flatMap(({ log }) => log)
    .sort((one, other) => (one.started_at < other.started_at ? 1 : -1))
    .flatMap((entry) =>
      entry.number
        ? [
            {
              name: entry.name ? partyName(entry, language) : entry.number,
              number: entry.number,
              formatted_number: entry.formatted_number,
            },
          ]
        : [],
    ),
  ...[...lamps].map(({ name, line }) => ({ name, number: line })),
];

/** What the server is asked about numbers, for one line each time. */
export class Numbers {
  constructor(
    private readonly connection: () => Connection | undefined,
    private readonly failed: (text: string) => void,
  ) {}

  /** Names of the line's phone book as somebody types. */
  readonly search = async (
    line: Addressed | undefined,
    query: string,
  ): Promise<readonly Contact[]> => {
    const answer = await this.ask<{ contacts: readonly Contact[] }>("search", line, { query });
    return answer?.contacts ?? [];
  };

  /** The country of a number abroad that nobody has called from here yet. */
  readonly newAbroad = async (line: Addressed, number: string): Promise<string | null> => {
    const answer = await this.ask<{ new_abroad: string | null }>("check_number", line, { number });
    return answer?.new_abroad ?? null;
  };

  /** Save whose number it is, or block it by that; whether it was saved. */
  readonly saveContact = async (
    line: Addressed,
    number: string,
    name: string,
    block = false,
  ): Promise<boolean> =>
    Boolean(await this.ask("save_contact", line, { number, name, ...(block && { block }) }));

  readonly setFavorite = async (
    line: Addressed,
    number: string,
    favorite: boolean,
  ): Promise<void> => {
    await this.ask("set_favorite", line, { number, favorite });
  };

  private async ask<T>(
    command: string,
    line: Addressed | undefined,
    data: Record<string, string | boolean>,
  ): Promise<T | undefined> {
    if (!line) return undefined;
    try {
      return await this.connection()?.sendMessagePromise<T>({
        type: `telephony/${command}`,
        device_id: line.device_id,
        ...data,
      });
    } catch (error) {
      this.failed(errorText(error));
      return undefined;
    }
  }
}
