import type { Parsed, SourceFile } from "./problem.ts";
import { settingsSchema } from "./settings-schema.ts";
import { fileWords } from "./words/files.ts";
import { openYaml } from "./yaml-file.ts";

declare const brand: unique symbol;

/** Id of a service in `runbook.yml` (`rp`, `cfn`). Only {@link parseSettings} makes one. */
export type ServiceId = string & { readonly [brand]: "ServiceId" };
/** Id of a Brevo contact list. */
export type ListId = number & { readonly [brand]: "ListId" };

export type Language = "fr" | "en";
export type Phase = "outage" | "recovery";

/** A tool whose outage we announce, as `runbook.yml` describes it. */
export interface Service {
  readonly id: ServiceId;
  /** "Reconnect Pro" */
  readonly name: string;
  /** Who uses it, for the forms: "professionnels". */
  readonly users: string;
  /** Grammar: "le Coffre-fort…", "Le Coffre-fort…", "du Coffre-fort…", "au Coffre-fort…", "sur le Coffre-fort…". */
  readonly grammar: {
    readonly le: string;
    readonly leCapital: string;
    readonly de: string;
    readonly a: string;
    readonly sur: string;
  };
  /** Names by which Brevo lists call the service, normalised: "rp", "reconnect pro". */
  readonly listWords: readonly string[];
  /** Campaign names prescribed by the procedure, before the mark ` · <id>`. */
  readonly campaign: Readonly<Record<Phase | "update", string>>;
  /** `mistaken` is the subject of the end mail after a false alarm. */
  readonly subject: Readonly<Record<Phase | "update" | "mistaken", string>>;
}

/** `runbook.yml`, checked. Empty ids (they are shipped empty) are absent keys. */
export interface Settings {
  readonly organisation: string;
  readonly language: Language;
  /** IANA name, "Europe/Paris". */
  readonly timeZone: string;
  readonly slack: {
    readonly channelId?: string;
    /** Expected name without `#`, for people: "général". */
    readonly channelName: string;
    /** Mention the whole channel when an outage begins / when it ends. */
    readonly mention: boolean;
    readonly mentionOnRecovery: boolean;
    /** Who knows the cause, in Slack's own notation (`<@U…>`, `<!subteam^S…>`), if anybody. */
    readonly technicalContact?: string;
  };
  readonly brevo: { readonly senderId?: number; readonly replyTo?: string };
  /** In the order of the file; ids and receipts follow it. */
  readonly services: readonly Service[];
  /** Where drills go: a test channel and a list of a few colleagues. Absent until both ids are given. */
  readonly drill?: { readonly channelId: string; readonly listId: ListId };
  readonly limits: {
    readonly campaignsPerDay: number;
    /** Age, in hours, over which an outage or a recovery is no longer announced by itself. */
    readonly maxAgeHours: number;
    readonly staleList: "warn" | "block";
    /** Whole months over which a list is too old. */
    readonly staleAfterMonths: number;
    /** Hours after the start at which an open outage is brought to mind in Slack, ascending. */
    readonly remindAfterHours: readonly number[];
    /** Hours after a mail left at which its delivery figures are read, ascending. */
    readonly figuresAfterHours: readonly number[];
    /** Multiplies every wait of the program; tests shorten it. */
    readonly patience: number;
  };
}

/**
 * Reads `runbook.yml`. Unknown keys, names that Brevo would take for commands, two campaigns of one name and two
 * services with the same list word are refused; every problem at once, in the file's own language.
 */
export function parseSettings(file: SourceFile): Parsed<Settings> {
  const language = /^language:[ ]*["']?en\b/mu.test(file.text) ? "en" : "fr";
  const yaml = openYaml(file, { language });
  return yaml.finish(yaml.read([], settingsSchema(fileWords[language].settings)));
}
