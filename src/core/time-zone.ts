import { Temporal } from "temporal-polyfill";

/** Side of the yearly clock change. Where a clock shows an hour twice, summer time is the first of the two. */
export type Season = "summer" | "winter";

/**
 * What the clocks of a zone show at an instant.
 *
 * @throws RangeError for an invalid `Date` or an unknown IANA zone.
 */
export function zoned(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

/** The instants (UTC, in order) at which the clocks of `zone` show `wall`: none in a gap, two when clocks go back. */
export function occurrences(wall: Temporal.PlainDateTime, zone: string): readonly Date[] {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = wall.toZonedDateTime(zone, { disambiguation: "later" });
  if (!earlier.toPlainDateTime().equals(wall)) return [];
  const first = new Date(earlier.epochMilliseconds);
  return earlier.epochMilliseconds === later.epochMilliseconds
    ? [first]
    : [first, new Date(later.epochMilliseconds)];
}

/** Where `wall`, or what it becomes when a gap swallows it, first stands on the time line. */
export function firstInstant(wall: Temporal.PlainDateTime, zone: string): Date {
  return new Date(wall.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds);
}

/** Is `at` summer or winter time in `zone`? In a doubled hour the first passage is summer time, whatever the zone. */
export function seasonOf(at: Date, zone: string): Season {
  const here = zoned(at, zone);
  const passages = occurrences(here.toPlainDateTime(), zone);
  if (passages.length > 1) return passages[0]?.getTime() === at.getTime() ? "summer" : "winter";
  const january = here.with({ month: 1, day: 1 }).offsetNanoseconds;
  const july = here.with({ month: 7, day: 1 }).offsetNanoseconds;
  return here.offsetNanoseconds > Math.min(january, july) ? "summer" : "winter";
}

/** The hours between which the clocks jump, for a `wall` that stands in a gap: 2:00 and 3:00. */
export function gapAround(
  wall: Temporal.PlainDateTime,
  zone: string,
): { from: Temporal.PlainTime; to: Temporal.PlainTime } {
  const before = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  const jump = before.getTimeZoneTransition("next") ?? before;
  return {
    from: jump.subtract({ minutes: 1 }).toPlainTime().add({ minutes: 1 }),
    to: jump.toPlainTime(),
  };
}
