import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Connection } from "./hass";

type Request = { type: string; [key: string]: unknown };

/** One subscription of one element: made anew when the request changes, ended with the element. */
export class Subscription<T> implements ReactiveController {
  error = "";
  private connection?: Connection;
  private request = "";
  private generation = 0;
  private end?: () => Promise<void> | void;

  constructor(
    private readonly host: ReactiveControllerHost & { isConnected: boolean },
    private readonly onMessage: (message: T) => void,
    /** The page lost the server: nothing that was heard holds, and all is told anew later. */
    private readonly onLost: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.start();
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Say what to subscribe to; the same again changes nothing. */
  set(connection: Connection, request: Request): void {
    const text = JSON.stringify(request);
    if (connection === this.connection && text === this.request) return;
    this.stop();
    this.connection = connection;
    this.request = text;
    if (this.host.isConnected) this.start();
  }

  private start(): void {
    this.stop();
    if (!this.connection) return;
    this.connection.addEventListener("disconnected", this.onLost);
    void this.subscribe(this.connection, ++this.generation);
  }

  private stop(): void {
    this.generation++;
    this.connection?.removeEventListener("disconnected", this.onLost);
    void this.end?.();
    this.end = undefined;
  }

  private async subscribe(connection: Connection, generation: number): Promise<void> {
    const wanted = (): boolean => generation === this.generation;
    try {
      const end = await connection.subscribeMessage<T>((message) => {
        if (wanted()) this.onMessage(message);
      }, JSON.parse(this.request) as Request);
      if (!wanted()) return void end();
      this.end = end;
      this.error = "";
    } catch (error) {
      if (!wanted()) return;
      this.error = (error as { message?: string }).message ?? String(error);
    }
    this.host.requestUpdate();
  }
}
