import type { Language } from "../settings.ts";

const fr = {
  notRepository:
    "Ce dossier n’est pas une copie du dépôt (git ne le connaît pas). Placez-vous dans le dossier du dépôt, puis relancez.",
  noSettings: "Le fichier runbook.yml manque ici. Placez-vous dans le dossier du dépôt, puis relancez.",
  missingKeys: (names: readonly string[]) =>
    `Pas encore configuré : il manque ${names.join(", ")}. Rien n’a été envoyé. Prévenez l’équipe technique. Sur GitHub, la clé se range dans « Settings », « Environments », « production », « Environment secrets » ; sur un ordinateur, dans le fichier .env (voir .env.example).`,
  missingChannel:
    "Le canal Slack n’est pas réglé. Rien n’a été envoyé. Écrivez son identifiant (C…) dans runbook.yml, à la ligne « channel_id », ou dans SLACK_CHANNEL_ID.",
  badChannel: (text: string) =>
    `SLACK_CHANNEL_ID doit être un identifiant comme C0123ABCD, pas « ${text} ». Rien n’a été envoyé. Dans Slack, cliquez sur le nom du canal : l’identifiant est tout en bas.`,
  badSender: (text: string) => `BREVO_SENDER_ID doit être un nombre, pas « ${text} ». Rien n’a été envoyé.`,
  badUrl: (name: string, text: string) =>
    `${name} doit être une adresse http(s), pas « ${text} ». Rien n’a été envoyé.`,
  wrongBranch: (branch: string, wanted: string) =>
    `Vous êtes sur la branche « ${branch} ». Rien n’a été envoyé. Les annonces partent de « ${wanted} » seulement : choisissez-la, puis relancez.`,
  chooseTool: "Vous n’avez pas choisi l’outil. Rien n’a été envoyé. Recommencez, et choisissez l’outil.",
  unknownTool: (text: string, known: string) =>
    `« ${text} » n’est pas un de nos outils. Rien n’a été envoyé. Outils possibles : ${known}.`,
  unknownCause: (text: string, known: string) =>
    `« ${text} » n’est pas une cause connue. Rien n’a été envoyé. Causes possibles : ${known}. Si vous ne savez pas, n’indiquez rien.`,
  badHour: (field: string, reason: string) => `${field} ne va pas. Rien n’a été envoyé. ${reason}`,
  future: (at: string) =>
    `Cette heure (${at}) est dans le futur. Rien n’a été envoyé. Vérifiez l’heure, ou laissez le champ vide pour « maintenant ».`,
  tooOldStart: (at: string) =>
    `Cette heure (${at}) a plus de sept jours. Rien n’a été envoyé. Vérifiez la date. Pour garder une trace sans rien envoyer, écrivez le fichier avec « notify: false ».`,
  colon: " : ",
  fields: {
    services: "L’outil",
    started_at: "L’heure de début",
    resolved_at: "L’heure de fin",
    cause: "La cause",
    message: "La phrase pour les utilisateurs",
    resolution: "La phrase de fin pour les utilisateurs",
    at: "L’heure de la nouvelle",
    updates: "La nouvelle",
  } satisfies Readonly<Record<string, string>>,
  unknownMode: (text: string, known: string) =>
    `« ${text} » n’est pas un mode connu (${known}). Rien n’a été envoyé. Choisissez-en un dans la liste, puis relancez.`,
  noGit: "Le programme git manque sur cet ordinateur. Rien n’a été envoyé. Installez git, puis relancez.",
  gitSilent:
    "Le programme git ne répond pas comme il faut sur cet ordinateur. Rien n’a été envoyé. Attendez une minute, puis relancez.",
  detached: (wanted: string) =>
    `Cette copie n’est sur aucune branche. Rien n’a été envoyé. Faites « git switch ${wanted} », puis relancez.`,
  missingValue: (flag: string, example: string) =>
    `L’option « ${flag} » attend une valeur. Exemple : ${example}`,
  refusedFields: "Rien n’a été envoyé. À corriger :",
  unknownIncident: (id: string, open: string) =>
    `L’incident « ${id} » n’existe pas. Rien n’a été envoyé. ${open}`,
  openOnes: (list: readonly string[]) =>
    list.length === 0 ? "Aucune panne n’est ouverte." : `Pannes ouvertes : ${list.join(", ")}.`,
  nothingOpen:
    "Aucune panne n’est ouverte. Rien n’a été envoyé. Vous aviez pourtant annoncé cette panne ? Remplissez d’abord de nouveau « Déclarer une indisponibilité » avec la même heure (rien ne partira deux fois), puis ce formulaire.",
  severalOpen: (list: readonly string[]) =>
    `Plusieurs pannes sont ouvertes. Rien n’a été envoyé. Dites laquelle est finie : ${list.join(" ou ")}.`,
  notOpenFor: (tool: string, open: string) =>
    `${tool} n’a pas de panne ouverte. Rien n’a été envoyé. ${open} Vous aviez pourtant annoncé celle-ci ? Remplissez d’abord de nouveau « Déclarer une indisponibilité » avec la même heure (rien ne partira deux fois), puis ce formulaire.`,
  falseAlarmLate: (back: string, at: string) =>
    `La fin est déjà déclarée (${back}, ${at}) : ce n’est plus une fausse alerte. Rien n’a été envoyé. Vous n’avez rien d’autre à faire : un message de plus embrouillerait les utilisateurs.`,
  lateOne:
    "Aucune panne ouverte ne s’appelle ainsi. Rien n’a été envoyé. Donnez le nom d’une seule fiche ouverte du dossier incidents, sans « .yml » : 2026-11-23-rp.",
  twoOpen: (service: string, other: string) =>
    `${service} a déjà une panne ouverte : ${other}. Deux annonces à la fois tromperaient les gens. Gardez un seul des deux fichiers.`,
  contended:
    "Quelqu’un déclare la même panne en ce moment. Rien n’a été envoyé par vous. Attendez une minute, puis relancez.",
  formDiffers: (form: string, lost: readonly string[], fresh: readonly string[]) =>
    `Ces noms sont aussi des choix du formulaire, et ils ne vont plus ensemble : ${[...lost.map((label) => `« ${label} » n’existe plus ici`), ...fresh.map((label) => `« ${label} » manque dans le formulaire`)].join(" ; ")}. Un clic sur un choix inconnu serait refusé le jour d’une panne. Demandez à l’équipe technique de changer aussi ${form}.`,
  symlink: "Les liens symboliques sont refusés : mettez le vrai fichier à cet endroit.",
  unknownCommand: (text: string, known: string) =>
    `La commande « ${text} » n’existe pas. Commandes : ${known}.`,
  unknownFlag: (text: string) =>
    `L’option « ${text} » n’existe pas pour cette commande. Essayez « npx runbook --help ».`,
  missingFlag: (flag: string, example: string) => `Il manque ${flag}. Exemple : ${example}`,
  unknownFile: (path: string) => `Le fichier « ${path} » n’existe pas.`,
  allGood: (count: number) =>
    `Tout est bon : ${count} ${count > 1 ? "fichiers lus" : "fichier lu"}, rien à corriger.`,
  bug: (message: string) =>
    `Le robot s’est arrêté sur une erreur imprévue (${message}). Relancez : rien ne partira deux fois. Si cela recommence, montrez ce message à l’équipe technique.`,
  commitDeclare: (id: string) => `Declare ${id}`,
  preview: {
    audience: (service: string, list: string, id: number, contacts: string) =>
      `Destinataires ${service} : liste « ${list} » (n° ${id}, ${contacts} contacts)`,
    audienceUnknown: (service: string) => `Destinataires ${service} : inconnus sans la clé de Brevo`,
    audienceFault: (service: string, reason: string) => `Destinataires ${service} : inconnus. ${reason}`,
    audienceRefused: (service: string, reason: string) => `Destinataires ${service} : AUCUN. ${reason}`,
    slack: "Message Slack",
    mail: (subject: string) => `E-mail « ${subject} »`,
    previewLine: (text: string) => `Aperçu dans la messagerie : ${text}`,
    htmlAt: (path: string, bytes: number) => `HTML : ${path} (${Math.ceil(bytes / 1024)} Ko)`,
    nothingOpen: "Aucune panne n’est ouverte : voici une panne d’exemple de chaque outil.",
  },
  help: `Annoncer une panne, puis sa fin : sur Slack et par e-mail, une seule fois.

  npx runbook <commande>          dans une copie du dépôt
  node .github/actions/runbook/runbook.mjs <commande>     sans rien installer (Node 20 ou plus)

Commandes
  declare   déclare une panne et l’annonce
              npx runbook declare --service rp
              npx runbook declare --service rp --service cfn --started-at 14h05 --cause hosting
              npx runbook declare --service cfn --message "Nous changeons une pièce."
  resolve   déclare la fin et l’annonce
              npx runbook resolve
              npx runbook resolve 2026-11-23-rp --resolved-at 16h40
              npx runbook resolve --service rp --false-alarm
  update    donne des nouvelles d’une panne qui dure : sur Slack, et par e-mail si vous le demandez
              npx runbook update --message "Nous changeons une pièce."
              npx runbook update 2026-11-23-rp --message "Nous changeons une pièce." --mail
  settle    fait ce qui manque pour chaque incident, rien deux fois
              npx runbook settle
              npx runbook settle --late 2026-11-23-rp      envoie une annonce de plus de 24 heures
  preview   montre exactement ce qui partirait ; n’envoie rien
              npx runbook preview 2026-11-23-rp
  check     vérifie les incidents, les réglages et les modèles
              npx runbook check incidents/2026-11-23-rp.yml
  checkup   vérifie que Slack, Brevo et GitHub sont prêts pour la prochaine panne ; n’envoie rien
              npx runbook checkup
  drill     fait un exercice : une panne pour de faux, vers le canal et la liste d’essai de runbook.yml
              npx runbook drill --service rp
  demo      joue une panne entière sur un faux Slack et un faux Brevo, et écrit demo.html
  sandbox   garde ce faux Slack et ce faux Brevo ouverts, pour s’entraîner

Options
  --service rp          l’outil (à répéter s’il y en a plusieurs)
  --started-at 14h05    début : « 14h05 », « hier 22h30 », « samedi 20h », « 21/11 20h » ; vide = maintenant
  --resolved-at 16h40   fin, écrite de la même façon ; vide = maintenant
  --cause hosting       seulement si l’équipe technique l’a confirmée
  --message "…"         une phrase de plus dans l’e-mail de panne, ou la nouvelle
  --resolution "…"      une phrase de plus dans l’e-mail de fin
  --mail                la nouvelle part aussi par e-mail, aux personnes qui ont reçu l’e-mail de panne
  --at 15h10            heure de la nouvelle ; vide = maintenant
  --false-alarm         c’était une erreur : il n’y avait pas de panne
  --dry-run             montre ce qui serait fait, n’envoie rien
  --json                le résultat pour un programme

Codes de retour : 0 tout est parti ou rien n’était à faire ; 1 refusé, rien n’est parti ; 2 à vérifier.`,
  sandboxTaken: (port: number) =>
    `Un autre programme, sans doute un autre faux Slack, occupe déjà la porte ${port} de cet ordinateur. Arrêtez-le (Ctrl+C dans son terminal), puis relancez.`,
  sandboxReady: (lines: readonly string[]) =>
    `Faux Slack et faux Brevo prêts, avec une copie d’essai du dépôt. Dans un autre terminal :\n\n${lines.join("\n")}\n\nPuis : runbook declare --service rp\nEntraînez-vous dans cette copie seulement, jamais dans le vrai dépôt. Ctrl+C pour arrêter.`,
};

const en: typeof fr = {
  notRepository:
    "This folder is not a clone of the repository (git does not know it). Go to the repository’s folder, then run again.",
  noSettings: "The file runbook.yml is missing here. Go to the repository’s folder, then run again.",
  missingKeys: (names) =>
    `Not set up yet: ${names.join(", ")} missing. Nothing was sent. On GitHub: “Settings”, “Environments”, “production”, “Environment secrets”. On a computer: the file .env (see .env.example).`,
  missingChannel:
    "The Slack channel is not set. Nothing was sent. Write its id (C…) in runbook.yml, on the line “channel_id”, or in SLACK_CHANNEL_ID.",
  badChannel: (text) =>
    `SLACK_CHANNEL_ID must be an id such as C0123ABCD, not “${text}”. Nothing was sent. In Slack, click on the channel’s name: the id is at the very bottom.`,
  badSender: (text) => `BREVO_SENDER_ID must be a number, not “${text}”. Nothing was sent.`,
  badUrl: (name, text) => `${name} must be an http(s) address, not “${text}”. Nothing was sent.`,
  wrongBranch: (branch, wanted) =>
    `You are on the branch “${branch}”. Nothing was sent. Announcements leave from “${wanted}” only: choose it, then run again.`,
  chooseTool: "You did not choose the tool. Nothing was sent. Run again and choose the tool that is down.",
  unknownTool: (text, known) => `“${text}” is not one of our tools. Nothing was sent. Tools: ${known}.`,
  unknownCause: (text, known) =>
    `“${text}” is not a known cause. Nothing was sent. Causes: ${known}. If you do not know, leave it out.`,
  badHour: (field, reason) => `${field} is not right. Nothing was sent. ${reason}`,
  future: (at) =>
    `This time (${at}) is in the future. Nothing was sent. Check it, or leave it empty for “now”.`,
  tooOldStart: (at) =>
    `This time (${at}) is over seven days old. Nothing was sent. Check the date. To keep a record without sending, write the file with “notify: false”.`,
  colon: ": ",
  fields: {
    services: "The tool",
    started_at: "The start",
    resolved_at: "The end",
    cause: "The cause",
    message: "The sentence for the users",
    resolution: "The sentence of the end",
    at: "The hour of the news",
    updates: "The news",
  },
  unknownMode: (text, known) =>
    `“${text}” is no known mode (${known}). Nothing was sent. Choose one of the list, then run again.`,
  noGit: "The program git is missing on this computer. Nothing was sent. Install git, then run again.",
  gitSilent:
    "The program git does not answer as it should on this computer. Nothing was sent. Wait a minute, then run again.",
  detached: (wanted) =>
    `This clone is on no branch. Nothing was sent. Run “git switch ${wanted}”, then run again.`,
  missingValue: (flag, example) => `The option “${flag}” wants a value. Example: ${example}`,
  refusedFields: "Nothing was sent. To correct:",
  unknownIncident: (id, open) => `Incident “${id}” does not exist. Nothing was sent. ${open}`,
  openOnes: (list) => (list.length === 0 ? "No outage is open." : `Open outages: ${list.join(", ")}.`),
  nothingOpen:
    "No outage is open. Nothing was sent. You did announce this one? First fill in “Déclarer une indisponibilité” again with the same hour (nothing will leave twice), then this form.",
  severalOpen: (list) =>
    `Several outages are open. Nothing was sent. Say which one is over: ${list.join(" or ")}.`,
  notOpenFor: (tool, open) =>
    `${tool} has no open outage. Nothing was sent. ${open} You did announce this one? First fill in “Déclarer une indisponibilité” again with the same hour (nothing will leave twice), then this form.`,
  falseAlarmLate: (back, at) =>
    `The end is declared already (${back}, ${at}): it is no false alarm any more. Nothing was sent. There is nothing else to do: one more message would confuse people.`,
  lateOne:
    "No open outage has this name. Nothing was sent. Give the name of exactly one open file of the folder incidents, without “.yml”: 2026-11-23-rp.",
  twoOpen: (service, other) =>
    `${service} already has an open outage: ${other}. Two announcements at once would mislead people. Keep only one of the two files.`,
  contended:
    "Somebody is declaring the same outage right now. Nothing was sent by you. Wait a minute, then run again.",
  formDiffers: (form, lost, fresh) =>
    `These names are choices of the form too, and they do not agree any more: ${[...lost.map((label) => `“${label}” is not here any more`), ...fresh.map((label) => `“${label}” is missing in the form`)].join("; ")}. A click on an unknown choice would be refused on the day of an outage. Ask the technical team to change ${form} too.`,
  symlink: "Symbolic links are refused: put the real file there.",
  unknownCommand: (text, known) => `There is no command “${text}”. Commands: ${known}.`,
  unknownFlag: (text) => `This command has no option “${text}”. Try “npx runbook --help”.`,
  missingFlag: (flag, example) => `${flag} is missing. Example: ${example}`,
  unknownFile: (path) => `The file “${path}” does not exist.`,
  allGood: (count) => `All is well: ${count} ${count === 1 ? "file" : "files"} read, nothing to correct.`,
  bug: (message) =>
    `The robot stopped on an unforeseen error (${message}). Run again: nothing will leave twice. If it happens again, show this message to the technical team.`,
  commitDeclare: (id) => `Declare ${id}`,
  preview: {
    audience: (service, list, id, contacts) =>
      `Audience of ${service}: list “${list}” (no. ${id}, ${contacts} contacts)`,
    audienceUnknown: (service) => `Audience of ${service}: unknown without Brevo’s key`,
    audienceFault: (service, reason) => `Audience of ${service}: unknown. ${reason}`,
    audienceRefused: (service, reason) => `Audience of ${service}: NOBODY. ${reason}`,
    slack: "Slack message",
    mail: (subject) => `Mail “${subject}”`,
    previewLine: (text) => `Line in the mailbox: ${text}`,
    htmlAt: (path, bytes) => `HTML: ${path} (${Math.ceil(bytes / 1024)} KB)`,
    nothingOpen: "No outage is open: here is a sample outage of each tool.",
  },
  help: `Announce an outage, then its end: on Slack and by e-mail, exactly once.

  npx runbook <command>           in a clone of the repository
  node .github/actions/runbook/runbook.mjs <command>      with nothing installed (Node 20 or later)

Commands
  declare   declares an outage and announces it
              npx runbook declare --service rp
              npx runbook declare --service rp --service cfn --started-at 14:05 --cause hosting
              npx runbook declare --service cfn --message "We are replacing a part."
  resolve   declares the end and announces it
              npx runbook resolve
              npx runbook resolve 2026-11-23-rp --resolved-at 16:40
              npx runbook resolve --service rp --false-alarm
  update    gives news of an outage that goes on: on Slack, and by mail if you ask for it
              npx runbook update --message "We are replacing a part."
              npx runbook update 2026-11-23-rp --message "We are replacing a part." --mail
  settle    does what is missing for every incident, nothing twice
              npx runbook settle
              npx runbook settle --late 2026-11-23-rp      sends news that is over 24 hours old
  preview   shows exactly what would leave; sends nothing
              npx runbook preview 2026-11-23-rp
  check     validates incidents, settings and templates
              npx runbook check incidents/2026-11-23-rp.yml
  checkup   tells whether Slack, Brevo and GitHub are ready for the next outage; sends nothing
              npx runbook checkup
  drill     holds a drill: an outage that is none, for the test channel and list of runbook.yml
              npx runbook drill --service rp
  demo      plays a whole outage on a fake Slack and a fake Brevo, and writes demo.html
  sandbox   keeps that fake Slack and Brevo open, for training

Options
  --service rp          the tool (repeat it for several)
  --started-at 14:05    start: "14:05", "yesterday 22:30", "saturday 20:00", "21/11 20h"; empty = now
  --resolved-at 16:40   end, written the same way; empty = now
  --cause hosting       only if technical staff confirmed it
  --message "…"         one more sentence in the outage mail, or the news
  --resolution "…"      one more sentence in the end mail
  --mail                the news leaves by mail too, to those who got the outage mail
  --at 15:10            hour of the news; empty = now
  --false-alarm         it was a mistake: there was no outage
  --dry-run             shows what would be done, sends nothing
  --json                the result for a program

Exit codes: 0 all left or nothing to do; 1 refused, nothing left; 2 to check.`,
  sandboxTaken: (port) =>
    `Another program, probably another sandbox, holds port ${port} of this computer. Stop it (Ctrl+C in its terminal), then run again.`,
  sandboxReady: (lines) =>
    `Fake Slack and fake Brevo are ready, with a throw-away clone. In another terminal:\n\n${lines.join("\n")}\n\nThen: runbook declare --service rp\nTrain in that clone only, never in the real repository. Ctrl+C to stop.`,
};

/** What the commands say to the person who runs them. */
export const commandWords: Readonly<Record<Language, typeof fr>> = { fr, en };
