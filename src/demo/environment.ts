/** What points the program at the sandbox: its addresses and its make-believe keys. */
export function sandboxEnvironment(
  slackUrl: string,
  brevoUrl: string,
): readonly (readonly [string, string])[] {
  return [
    ["SLACK_API_URL", slackUrl],
    ["BREVO_API_URL", brevoUrl],
    ["SLACK_BOT_TOKEN", "xoxb-sandbox"],
    ["BREVO_API_KEY", "xkeysib-sandbox"],
    ["SLACK_CHANNEL_ID", "C0GENERAL1"],
  ];
}
