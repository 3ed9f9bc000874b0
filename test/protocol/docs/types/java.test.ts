import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { source } from './operations.ts'

const hasJava = spawnSync('javac', ['-version']).status === 0 && spawnSync('java', ['-version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'types-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The declarations of ServiceStack's client and of Gson that the classes use, as their libraries have them. */
const library: Readonly<Record<string, string>> = {
  'net/servicestack/client/IReturn.java': 'public interface IReturn<T> { Object getResponseType(); }',
  'net/servicestack/client/IGet.java': 'public interface IGet {}',
  'net/servicestack/client/IPost.java': 'public interface IPost {}',
  'net/servicestack/client/IPut.java': 'public interface IPut {}',
  'net/servicestack/client/IDelete.java': 'public interface IDelete {}',
  'net/servicestack/client/TimeSpan.java': 'public class TimeSpan {}',
  'net/servicestack/client/ResponseStatus.java': 'public class ResponseStatus {}',
  'net/servicestack/client/Route.java': 'public @interface Route { String Path(); String Verbs() default ""; }',
  'com/google/gson/annotations/SerializedName.java':
    '@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public @interface SerializedName { String value(); }',
  'com/google/gson/reflect/TypeToken.java': 'public class TypeToken<T> {}',
}

/** Prints the names on the wire of a class's own fields. */
const main = `
import com.google.gson.annotations.SerializedName;
public class Main {
  public static void main(String[] args) throws Exception {
    for (String name : args) {
      StringBuilder line = new StringBuilder();
      for (java.lang.reflect.Field field : Class.forName(name).getDeclaredFields()) {
        SerializedName said = field.getAnnotation(SerializedName.class);
        if (said != null) line.append(said.value()).append(' ');
      }
      System.out.println(line.toString().trim());
    }
  }
}
`

function write(path: string, text: string): string {
  const full = join(folder, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, text)
  return full
}

test.skipIf(!hasJava)(
  'the classes compile, with and without what can be changed, and have the wire names',
  async () => {
    const files = Object.entries(library).map(([path, text]) => {
      return write(path, `package ${dirname(path).replaceAll('/', '.')};\n${text}\n`)
    })
    const variants = {
      dtos: {},
      bare: { AddPropertyAccessors: 'false', AddServiceStackTypes: 'false', AddDescriptionAsComments: 'false' },
      full: {
        SettersReturnThis: 'false',
        AddResponseStatus: 'true',
        AddImplicitVersion: '2',
        InitializeCollections: '1',
      },
    }
    for (const [name, query] of Object.entries(variants)) {
      const text = await source('java', { ...query, GlobalNamespace: name, Package: 'org.example' })
      files.push(write(`org/example/${name}.java`, text))
    }
    files.push(write('Main.java', main))
    execFileSync('javac', ['-d', folder, ...files], { stdio: 'pipe' })

    const classes = ['EventRegistrationSessionModel', 'RegistrationSessionResponse', 'Gatherings']
    const names = classes.map((name) => `org.example.dtos$${name}`)
    const printed = execFileSync('java', ['-cp', folder, 'Main', ...names])
      .toString()
      .split('\n')
    expect(printed.slice(0, 3)).toEqual([
      'EventID RegistrationID BadgeNumber Sessions SessionIds',
      'Waitlisted',
      'Signup Venue Type DateTimeOffset SKU',
    ])
  },
)
