// Whom the visitor of the sandbox may be: invented people of the sandbox region and the parents of its three children.
import { alexMotherBsn, desireMotherBsn, puckMotherBsn } from '../sandbox-region.ts';

export interface SandboxPerson {
  readonly id: string;
  readonly name: string;
  /** What somebody is, in words for the page. */
  readonly part: string;
  /** Claims of the access token; `role` is what the claim mapping knows. */
  readonly role: string;
  readonly organization?: string;
  readonly practitioner?: string;
  readonly person?: string;
}

const parent = (id: string, name: string, part: string, bsn: string): SandboxPerson => ({
  id,
  name,
  part,
  role: 'ouder',
  person: `http://fhir.nl/fhir/NamingSystem/bsn|${bsn}`,
});

const consultant: SandboxPerson = {
  id: 'consulent-zonnedal',
  name: 'G. Gemeente-Sandbox',
  part: 'consulent jeugd bij Gemeente Zonnedal',
  role: 'gemeente',
  organization: 'Organization/gemeente-zonnedal',
};

const professional = (
  id: string,
  name: string,
  part: string,
  role: string,
  organization: string,
): SandboxPerson => ({
  id,
  name,
  part,
  role,
  organization: `Organization/${organization}`,
  practitioner: `Practitioner/${id}`,
});

export interface PeopleGroup {
  readonly title: string;
  readonly people: readonly SandboxPerson[];
}

export const peopleGroups: readonly PeopleGroup[] = [
  {
    title: 'Ouders',
    people: [
      parent('karin-oefenaar', 'Karin Oefenaar', 'moeder van Alex', alexMotherBsn),
      parent('jeroen-van-voorbeeld', 'Jeroen van Voorbeeld', 'vader van Alex', '999990032'),
      parent('marijke-proefstra', 'Marijke Proefstra', 'moeder van Puck', puckMotherBsn),
      parent('onno-proefstra', 'Onno Proefstra', 'vader van Puck', '999990068'),
      parent('wietske-testema', 'Wietske Testema', 'moeder van Désiré', desireMotherBsn),
      parent('harm-testema', 'Harm Testema', 'vader van Désiré', '999990111'),
    ],
  },
  {
    title: 'Integrale Vroeghulp Heuvelrand',
    people: [
      professional(
        'coordinator-vries',
        'C. de Vries-Sandbox',
        'coördinator',
        'coordinator',
        'ivh-heuvelrand',
      ),
      professional(
        'casemanager-jansen',
        'T. Jansen-Sandbox',
        'trajectbegeleider',
        'trajectbegeleider',
        'ivh-heuvelrand',
      ),
    ],
  },
  {
    title: 'Verwijzers en kernteam',
    people: [
      professional(
        'jeugdarts-smit',
        'J.A. Smit-Sandbox',
        'jeugdarts bij JGZ Heuvelrand',
        'jgz',
        'jgz-heuvelrand',
      ),
      professional(
        'huisarts-mulder',
        'H. Mulder-Sandbox',
        'huisarts in Zonnedal',
        'huisarts',
        'huisartsen-zonnedal',
      ),
      professional(
        'kinderarts-bakker',
        'K.A. Bakker-Sandbox',
        'kinderarts in Ziekenhuis Heuvelrand',
        'ziekenhuis',
        'ziekenhuis-heuvelrand',
      ),
      professional(
        'orthopedagoog-visser',
        'O. Visser-Sandbox',
        'orthopedagoog bij MKD Het Kompas',
        'aanbieder',
        'mkd-het-kompas',
      ),
      consultant,
    ],
  },
];

export const findPerson = (id: string | undefined): SandboxPerson | undefined =>
  peopleGroups.flatMap(({ people }) => people).find((one) => one.id === id);
