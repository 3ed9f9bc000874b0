import { createHash } from 'node:crypto'
import type { RegistrationRow } from '../transfer/import/index.ts'
import { demo, isMember } from './content.ts'

const firstNames = [
  ...['Adèle', 'Aïcha', 'Alizée', 'Amélie', 'Anaïs', 'André', 'Aurélien', 'Benoît', 'Bérénice', 'Cédric', 'Célia'],
  ...['Chloé', 'Clémence', 'Corentin', 'Désiré', 'Édith', 'Élodie', 'Éric', 'Étienne', 'Eugénie', 'Fabrice', 'Fanny'],
  ...['François', 'Frédérique', 'Gaëlle', 'Geneviève', 'Gérard', 'Grégoire', 'Hélène', 'Hervé', 'Honoré', 'Inès'],
  ...['Jérôme', 'Joël', 'Jules', 'Justine', 'Léa', 'Léo', 'Loïc', 'Lucie', 'Maël', 'Maëlys', 'Margaux', 'Mathéo'],
  ...['Mélanie', 'Mickaël', 'Nadège', 'Noé', 'Noémie', 'Océane', 'Odile', 'Pénélope', 'Raphaël', 'Rémi', 'Renée'],
  ...[
    'Solène',
    'Sébastien',
    'Stéphanie',
    'Sylvain',
    'Thaïs',
    'Théo',
    'Timothée',
    'Valérie',
    'Véronique',
    'Yaël',
    'Zoé',
  ],
  ...['Agnieszka', 'Alejandro', 'Amina', 'Anh', 'Björn', 'Bùi', 'Chiara', 'Çağla', 'Diego', 'Emeka', 'Fatoumata'],
  ...['Giulia', 'Håkon', 'Ikram', 'Inés', 'İlker', 'Jiří', 'João', 'Jürgen', 'Karim', 'Kateřina', 'Kenji', 'Łukasz'],
  ...['Mamadou', 'María', 'Mehdi', 'Ngozi', 'Niamh', 'Nikola', 'Olumide', 'Priya', 'Ravi', 'Rūta', 'Şule', 'Sinéad'],
  ...['Søren', 'Thanh', 'Tomás', 'Wei', 'Yasmine', 'Yuki', 'Žofia'],
]

const lastNames = [
  ...['Allègre', 'Aubépin', 'Barthélemy', 'Beaupré', 'Béranger', 'Besançon', 'Blanchet', 'Boël', 'Bréchet', 'Chédid'],
  ...['Chevalier', 'Crépin', 'D’Alès', 'De La Haÿe', 'Delmée', 'Desprès', 'Dubois', 'Duchêne', 'Échard', 'Étcheverry'],
  ...['Fèvre', 'Fontaine', 'Françon', 'Frémont', 'Gaudré', 'Gérin', 'Grévy', 'Guérin', 'Hébert', 'Hénaff', 'Jégou'],
  ...['Kérouac', 'Lacoste', 'Lefèvre', 'Legoût', 'Le Gall', 'Le Goënec', 'L’Hôte', 'Lœuillet', 'Maître', 'Marchand'],
  ...['Mérimée', 'Mézières', 'Noël', 'Ollivier', 'Pélissier', 'Périer', 'Prévost', 'Quéré', 'Régnier', 'Rivière'],
  ...['Rosière', 'Saint-Exupère', 'Sénéchal', 'Thévenot', 'Tréguier', 'Trouvé', 'Vallée', 'Vidal', 'Yvetôt'],
  ...[
    'Åkesson',
    'Almeida',
    'Ben Saïd',
    'Błaszczyk',
    'Castañeda',
    'Çelik',
    'Diallo',
    'Dvořák',
    'El Amrani',
    'Fernández',
  ],
  ...[
    'Gonçalves',
    'Großmann',
    'Haddad',
    'Ibáñez',
    'Jørgensen',
    'Kowalczyk',
    'Kovač',
    'Lindström',
    'López-Núñez',
    'Mbaye',
  ],
  ...['Müller', 'Nguyễn', 'Novák', 'Núñez', 'Ó Briain', 'Okafor', 'Öztürk', 'Park', 'Petrović', 'Ramanathan', 'Sato'],
  ...['Šimek', 'Traoré', 'Țurcanu', 'Usman', 'Van der Meer', 'Weiß', 'Yamamoto', 'Zając', 'Zhang'],
]

/** The demo's registrations, the same on every machine. */
export function demoRegistrations(): RegistrationRow[] {
  const { count, cancelled } = demo.registrations
  return Array.from({ length: count }, (_, index) => {
    const badge = index + 1
    return {
      line: badge,
      registrationId: demoRegistrationId(badge),
      badgeNumber: badge,
      firstName: pick(firstNames, `first name ${badge}`),
      lastName: pick(lastNames, `last name ${badge}`),
      status: badge > count - cancelled ? 'Cancelled' : 'Open',
      tickets: isMember(badge) ? [demo.conference.id, demo.membership.id] : [demo.conference.id],
    }
  })
}

/** RFC 9562's namespace for names that are URLs. */
const urls = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')

/** The RegistrationID of the demo's badge: a GUID of version 5, made from the badge's path in the API. */
export function demoRegistrationId(badge: number): string {
  const name = `/Ams/${demo.client.id}/Event/${demo.event.id}/EventRegistrations?BadgeNumber=${badge}`
  const bytes = createHash('sha1').update(urls).update(name).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** One of `list`, chance but for `seed`. */
function pick(list: readonly string[], seed: string): string {
  const number = createHash('sha256').update(`Lectern demo: ${seed}`).digest().readUInt32BE(0)
  return list[number % list.length] ?? ''
}
