// The page of the sandbox on which its visitor chooses who he is. Invented people; no password.
import { peopleGroups, type SandboxPerson } from './people.ts';

const style = `
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: .4rem 0; }
button { font: inherit; width: 100%; text-align: left; padding: .6rem .8rem; border: 2px solid #14507a; border-radius: .4rem; background: #fff; color: #14507a; cursor: pointer; }
button:hover { background: #e8f1f8; }
button:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
button span { display: block; color: #1b1b1b; }
.note { border-left: .3rem solid #b35900; padding: .2rem .8rem; }`;

const inHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** `action` is where the choice goes. */
export const choicePage = (action: string): string =>
  page(
    'Wie bent u?',
    `<p>Dit is een proefomgeving van Vroegdossier. Alle mensen hieronder zijn verzonnen. Kies als wie u wilt kijken; een wachtwoord is niet nodig.</p>
<form method="post" action="${inHtml(action)}">
${peopleGroups
  .map(
    ({ title, people }, index) => `<section aria-labelledby="groep-${index}">
<h2 id="groep-${index}">${inHtml(title)}</h2>
<ul>
${people.map(choice).join('\n')}
</ul>
</section>`,
  )
  .join('\n')}
</form>`,
  );

const choice = ({ id, name, part }: SandboxPerson): string =>
  `<li><button type="submit" name="wie" value="${inHtml(id)}"><strong>${inHtml(name)}</strong><span>${inHtml(part)}</span></button></li>`;

export const noticePage = (title: string, text: string): string =>
  page(title, `<p class="note" role="status">${inHtml(text)}</p>`);

const page = (title: string, content: string): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<title>${inHtml(title)} · Vroegdossier</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${style}</style>
</head>
<body>
<main>
<h1>${inHtml(title)}</h1>
${content}
</main>
</body>
</html>
`;
