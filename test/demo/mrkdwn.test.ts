import { describe, expect, it } from "vitest";
import { mrkdwn } from "../../src/demo/mrkdwn.ts";

describe("mrkdwn", () => {
  it.each([
    ["*gras* et *deux mots*.", "<p><strong>gras</strong> et <strong>deux mots</strong>.</p>"],
    ["2*3*4 et * pas gras *", "<p>2*3*4 et * pas gras *</p>"],
    ["_a_ ~b~ `<c>`", "<p><em>a</em> <s>b</s> <code>&lt;c&gt;</code></p>"],
    ["snake_case_name", "<p>snake_case_name</p>"],
    ["<!channel> ici", '<p><span class="mention mention-all">@canal</span> ici</p>'],
    [
      "<@U123> <!subteam^S1|@equipe>",
      '<p><span class="mention">@U123</span> <span class="mention">@equipe</span></p>',
    ],
    ["<#C1|technique>", '<p><span class="mention">#technique</span></p>'],
    [":red_circle:", '<p><span class="emoji" role="img" aria-label="rond rouge">🔴</span></p>'],
    [":inconnu: à 14:05:06", "<p>:inconnu: à 14:05:06</p>"],
    [
      "<https://x.fr/a?b=1&amp;c|le *lien*>",
      '<p><a href="https://x.fr/a?b=1&amp;c" rel="noopener noreferrer">le *lien*</a></p>',
    ],
    ["<javascript:alert(1)|ici> <data:text/html,x>", "<p>ici data:text/html,x</p>"],
    [
      '<https://x.fr/"onclick="x|ici>',
      '<p><a href="https://x.fr/&quot;onclick=&quot;x" rel="noopener noreferrer">ici</a></p>',
    ],
    ["&lt;!channel&gt; &amp;amp;", "<p>&lt;!channel&gt; &amp;amp;</p>"],
    ["<b>nu</b>", "<p>bnu/b</p>"],
    ["un\ndeux", "<p>un<br>deux</p>"],
  ])("shows %s", (written, shown) => {
    expect(mrkdwn(written).source).toBe(shown);
  });

  it("folds quoted lines away", () => {
    expect(mrkdwn("Texte :\n> un\n>\n&gt; *deux*\nfin").source).toBe(
      '<p>Texte :</p><details class="quote"><summary>Lire le texte de l’e-mail</summary><blockquote>un<br><br><strong>deux</strong></blockquote></details><p>fin</p>',
    );
  });
});
