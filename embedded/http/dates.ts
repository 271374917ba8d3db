import type { JsonObject } from "../../client/wire.ts";
import { Fault } from "./faults.ts";

/** Dates in any form of ISO 8601 become `YYYY-MM-DD`, as Python reads them. */
export function normalizeDate(fields: JsonObject): void {
  const given = fields.expiration_date;
  if (typeof given !== "string") return;
  const date = plainDate(given) ?? weekDate(given);
  if (date === undefined) {
    throw new Fault(400, "expiration_date must be a valid date in YYYY-MM-DD format.");
  }
  fields.expiration_date = date;
}

function plainDate(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (year === undefined || year === "0000") return undefined;
  const date = `${year}-${month}-${day}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : undefined;
}

/** `2030-W01-1`, `2030W011`, `2030-W01`: week 1 holds January 4th, weeks begin on Monday. */
function weekDate(text: string): string | undefined {
  const [, year, week, day = "1"] = /^(\d{4})-W(\d\d)(?:-([1-7]))?$/.exec(text) ??
    /^(\d{4})W(\d\d)([1-7])?$/.exec(text) ?? [];
  if (year === undefined || Number(week) < 1 || Number(week) > 53) return undefined;
  const fourth = new Date(`${year}-01-04T00:00:00Z`);
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * 86_400_000;
  const time = monday + ((Number(week) - 1) * 7 + Number(day) - 1) * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}
