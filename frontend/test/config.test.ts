import { expect, test } from "vitest";
import { checked, requestOf, type CardConfig } from "../src/config";

const type = "custom:telephony-card";

test("without any setting the card asks for the first lines, their neighbours and their log", () => {
  expect(requestOf(checked({ type }))).toEqual({ type: "telephony/subscribe", log_limit: 10 });
});

test("a card without lamps asks for no neighbours", () => {
  const request = requestOf({ type, devices: ["d1"], sections: ["calls", "log"], log_limit: 25 });
  expect(request).toEqual({
    type: "telephony/subscribe",
    device_ids: ["d1"],
    lamp_device_ids: [],
    log_limit: 25,
  });
});

test("a card without log and dial field asks for no log", () => {
  expect(requestOf({ type, sections: ["calls"] })).toMatchObject({ log_limit: 0 });
});

test.each([
  [{ devices: "d1" }, "devices must be a list"],
  [{ sections: ["call"] }, "Unknown section call"],
  [{ log_limit: 0 }, "log_limit"],
  [{ log_limit: 1.5 }, "log_limit"],
])("%o is refused with words that help", (config, words) => {
  expect(() => checked({ type, ...config } as unknown as CardConfig)).toThrow(words);
});
