import type { Told } from "./fault.ts";

const fr = {
  labels: {
    all: "Dépôt sur GitHub",
    secrets: "Clés rangées dans GitHub",
    commit: "Écriture dans la branche principale",
    pulls: "Demandes de fusion",
    environment: "Environnement «\u00A0production\u00A0»",
    policy: "Branches qui peuvent lire les clés",
    schedule: "Passage automatique",
  },
  notHere: "Pas regardé ici, car GitHub se vérifie depuis GitHub, chaque semaine et par son formulaire.",
  notAllowed: (where: string) => `Pas regardé, car GitHub ne le dit pas au robot. À voir dans ${where}.`,
  where: {
    secrets: "«\u00A0Settings\u00A0», «\u00A0Environments\u00A0»",
    commit: "«\u00A0Settings\u00A0», «\u00A0Rules\u00A0»",
    pulls: "«\u00A0Settings\u00A0», «\u00A0Actions\u00A0», «\u00A0General\u00A0»",
    environment: "«\u00A0Settings\u00A0», «\u00A0Environments\u00A0»",
    policy: "«\u00A0Settings\u00A0», «\u00A0Environments\u00A0», «\u00A0production\u00A0»",
    schedule: "«\u00A0Actions\u00A0»",
  },
  secrets: "Les deux clés arrivent au robot.",
  missingSecrets: (names: readonly string[]): Told => ({
    reason: `Il manque ${names.join(" et ")}\u00A0: une annonce serait refusée.`,
    gesture:
      "L’équipe technique range ce qui manque dans «\u00A0Settings\u00A0», «\u00A0Environments\u00A0», «\u00A0production\u00A0», «\u00A0Environment secrets\u00A0»",
  }),
  archived: (): Told => ({
    reason: "Le dépôt est archivé\u00A0: plus rien ne peut y être déclaré.",
    gesture: "L’équipe technique le désarchive dans «\u00A0Settings\u00A0», «\u00A0General\u00A0»",
  }),
  commit: (branch: string) => `Aucune règle n’empêche le robot d’écrire dans «\u00A0${branch}\u00A0».`,
  oldProtection: (branch: string) =>
    `Pas regardé, car «\u00A0${branch}\u00A0» a une protection dont GitHub ne dit pas les règles au robot. À voir dans «\u00A0Settings\u00A0», «\u00A0Branches\u00A0».`,
  ruled: (branch: string, rules: readonly string[]): Told => ({
    reason: `Des règles (${rules.join(", ")}) empêchent le robot d’écrire dans «\u00A0${branch}\u00A0»\u00A0: les annonces partent, mais fiches et journaux attendent dans une demande de fusion.`,
    gesture:
      "Fusionnez ces demandes dès qu’elles arrivent\u00A0; pour que le robot écrive lui-même, l’équipe technique retire la règle ou suit le README («\u00A0GitHub App\u00A0»)",
  }),
  pulls: "Le robot peut en ouvrir.",
  noPulls: (): Told => ({
    reason:
      "Le robot n’a pas le droit d’en ouvrir\u00A0: il n’y aura pas de retour d’expérience à relire après une panne.",
    gesture:
      "L’équipe technique coche «\u00A0Allow GitHub Actions to create and approve pull requests\u00A0» dans «\u00A0Settings\u00A0», «\u00A0Actions\u00A0», «\u00A0General\u00A0»",
  }),
  environment: "Il existe et ne retient aucune annonce.",
  noEnvironment: (): Told => ({
    reason: "Il n’existe pas\u00A0: toute personne qui peut écrire ici peut aussi lire les clés.",
    gesture:
      "L’équipe technique le crée dans «\u00A0Settings\u00A0», «\u00A0Environments\u00A0», et y range les clés (README, «\u00A0Set-up\u00A0»)",
  }),
  seeEnvironment: "Pas regardé, car l’environnement «\u00A0production\u00A0» n’existe pas.",
  gate: (): Told => ({
    reason: "Il demande une approbation ou une attente\u00A0: chaque annonce resterait bloquée.",
    gesture:
      "L’équipe technique retire «\u00A0Required reviewers\u00A0» et «\u00A0Wait timer\u00A0» dans «\u00A0Settings\u00A0», «\u00A0Environments\u00A0», «\u00A0production\u00A0»",
  }),
  policy: (branch: string) => `Seule «\u00A0${branch}\u00A0» les lit.`,
  open: (branch: string): Told => ({
    reason: `D’autres branches que «\u00A0${branch}\u00A0» peuvent lire les clés.`,
    gesture: `L’équipe technique choisit «\u00A0Selected branches and tags\u00A0» avec «\u00A0${branch}\u00A0» seulement, dans «\u00A0Settings\u00A0», «\u00A0Environments\u00A0», «\u00A0production\u00A0»`,
  }),
  noWorkflow: (): Told => ({
    reason:
      "Le fichier settle.yml manque\u00A0: rien n’est annoncé après un enregistrement, rien n’est rattrapé.",
    gesture: "L’équipe technique remet le fichier .github/workflows/settle.yml",
  }),
  asleep: (): Told => ({
    reason: "«\u00A0Exécuter les fiches d’incident\u00A0» est éteint\u00A0: rien n’est rattrapé ni rappelé.",
    gesture:
      "Sur GitHub, «\u00A0Actions\u00A0», ouvrez «\u00A0Exécuter les fiches d’incident\u00A0» et cliquez sur «\u00A0Enable workflow\u00A0»",
  }),
  neverRan: (): Told => ({
    reason: "Il n’a encore jamais eu lieu.",
    gesture: "Attendez le prochain passage, à l’heure et 23 minutes, puis relancez la vérification",
  }),
  late: (at: string): Told => ({
    reason: `Le dernier date du ${at}, il y a plus d’un jour.`,
    gesture:
      "Regardez githubstatus.com\u00A0; si GitHub va bien, ouvrez «\u00A0Actions\u00A0», «\u00A0Exécuter les fiches d’incident\u00A0», éteignez-le et rallumez-le",
  }),
  alive: (at: string) => `Le dernier date du ${at}.`,
};

const en: typeof fr = {
  labels: {
    all: "Repository on GitHub",
    secrets: "Keys kept in GitHub",
    commit: "Writing to the default branch",
    pulls: "Pull requests",
    environment: "Environment “production”",
    policy: "Branches that may read the keys",
    schedule: "Scheduled run",
  },
  notHere: "Not looked at here: GitHub is checked from GitHub, weekly and by its form.",
  notAllowed: (where) => `Not looked at: GitHub does not tell the robot. To be seen in ${where}.`,
  where: {
    secrets: "“Settings”, “Environments”",
    commit: "“Settings”, “Rules”",
    pulls: "“Settings”, “Actions”, “General”",
    environment: "“Settings”, “Environments”",
    policy: "“Settings”, “Environments”, “production”",
    schedule: "“Actions”",
  },
  secrets: "Both keys reach the robot.",
  missingSecrets: (names) => ({
    reason: `${names.join(" and ")} missing: an announcement would be refused.`,
    gesture:
      "The technical team stores what is missing in “Settings”, “Environments”, “production”, “Environment secrets”",
  }),
  archived: () => ({
    reason: "The repository is archived: nothing can be declared there any more.",
    gesture: "The technical team unarchives it in “Settings”, “General”",
  }),
  commit: (branch) => `No rule keeps the robot from writing to “${branch}”.`,
  oldProtection: (branch) =>
    `Not looked at: “${branch}” has a protection whose rules GitHub does not tell the robot. To be seen in “Settings”, “Branches”.`,
  ruled: (branch, rules) => ({
    reason: `Rules (${rules.join(", ")}) keep the robot from writing to “${branch}”: announcements leave, but incidents and journals wait in a pull request.`,
    gesture:
      "Merge these pull requests as soon as they come; to let the robot write itself, the technical team removes the rule or follows the README (“GitHub App”)",
  }),
  pulls: "The robot may open them.",
  noPulls: () => ({
    reason: "The robot may not open any: there will be no review to read after an outage.",
    gesture:
      "The technical team ticks “Allow GitHub Actions to create and approve pull requests” in “Settings”, “Actions”, “General”",
  }),
  environment: "It exists and holds up no announcement.",
  noEnvironment: () => ({
    reason: "It does not exist: everybody who can write here can also read the keys.",
    gesture:
      "The technical team makes it in “Settings”, “Environments”, and stores the keys there (README, “Set-up”)",
  }),
  seeEnvironment: "Not looked at: the environment “production” does not exist.",
  gate: () => ({
    reason: "It wants an approval or a wait: every announcement would be held up.",
    gesture:
      "The technical team removes “Required reviewers” and “Wait timer” in “Settings”, “Environments”, “production”",
  }),
  policy: (branch) => `Only “${branch}” reads them.`,
  open: (branch) => ({
    reason: `Other branches than “${branch}” may read the keys.`,
    gesture: `The technical team chooses “Selected branches and tags” with “${branch}” alone, in “Settings”, “Environments”, “production”`,
  }),
  noWorkflow: () => ({
    reason: "The file settle.yml is missing: nothing is announced after a commit, nothing is repaired.",
    gesture: "The technical team restores the file .github/workflows/settle.yml",
  }),
  asleep: () => ({
    reason: "“Exécuter les fiches d’incident” is switched off: nothing is repaired or brought to mind.",
    gesture: "On GitHub, “Actions”, open “Exécuter les fiches d’incident” and click “Enable workflow”",
  }),
  neverRan: () => ({
    reason: "It never took place yet.",
    gesture: "Wait for the next one, 23 minutes past the hour, then run the checkup again",
  }),
  late: (at) => ({
    reason: `The last one is of ${at}, over a day ago.`,
    gesture:
      "Look at githubstatus.com; if GitHub is well, open “Actions”, “Exécuter les fiches d’incident”, switch it off and on again",
  }),
  alive: (at) => `The last one is of ${at}.`,
};

/** What a checkup says of the repository on GitHub. */
export const checkupGitHubWords = { fr, en };
