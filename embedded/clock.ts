/** Gives times that never repeat within one clock, so that an order by time is an order of events. */
export interface Clock {
  /** Now, as the server writes it: ISO 8601 with six digits and `+00:00`. */
  stamp(): string;
  /** Today's date in UTC, `YYYY-MM-DD`. */
  today(): string;
  /** Now. */
  now(): Date;
}

/**
 * Makes a clock over a source of time. JavaScript has milliseconds only: the microseconds count the
 * stamps within one. When the source stands still or goes back, stamps go on from the last.
 */
export function makeClock(now: () => Date): Clock {
  let last = 0;
  return {
    now,
    today: () => now().toISOString().slice(0, 10),
    stamp() {
      const micros = now().getTime() * 1000;
      last = micros > last ? micros : last + 1;
      const second = new Date(Math.floor(last / 1000)).toISOString().slice(0, 19);
      return `${second}.${String(last % 1_000_000).padStart(6, "0")}+00:00`;
    },
  };
}
