// Packs: folders with templates of others, and git repositories of them, locked by commit.

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"
#include "shell/refused.h"

using aictl::test::checkRefused;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

const std::string noteTemplate =
    "description: A note.\n"
    "schema:\n"
    "  type: object\n"
    "  required: [text]\n"
    "  properties:\n"
    "    text: {type: string, description: What it says.}\n"
    "variants:\n"
    "- manifests: [configmap.yaml]\n"
    "examples:\n"
    "- {title: A note, spec: {text: hello}}\n";

const std::string noteManifest =
    "apiVersion: v1\n"
    "kind: ConfigMap\n"
    "metadata: {$eval: entry.metadata}\n"
    "data:\n"
    "  text: {$eval: spec.text}\n";

/// A stack with an entry of a template `note`, which the pack in the folder `notes` has.
struct Stack {
  Stack() {
    work.write("aictl.yaml", "stack: s\npacks: [notes]\nnote: {a: {text: hi}}\n");
    work.write("notes/note/template.yaml", noteTemplate);
    work.write("notes/note/configmap.yaml", noteManifest);
  }
  Workspace work;
};

/// A repository of packs in the folder `origin`, with a tag `v1`.
struct Repository {
  Repository() {
    // Commits have the same names in each run: one such as 0b16… or 1234e5… would be written in quotes.
    work.environment["GIT_AUTHOR_DATE"] = work.environment["GIT_COMMITTER_DATE"] = "2026-01-01T00:00:00Z";
    work.write("origin/note/template.yaml", noteTemplate);
    work.write("origin/note/configmap.yaml", noteManifest);
    git({"init", "-q", "."});
    commit("one");
    git({"tag", "-a", "-m", "first", "v1"});
    work.write("aictl.yaml", "stack: s\npacks: [{git: '" + url() + "', ref: v1}]\nnote: {a: {text: hi}}\n");
  }

  std::string url() const { return "file://" + work.path("origin"); }

  std::string git(std::vector<std::string> words) const {
    words.insert(words.begin(), {"git", "-C", work.path("origin"), "-c", "user.name=t", "-c",
                                 "user.email=t@example.com", "-c", "init.defaultBranch=main"});
    const Outcome run = work.program(words);
    INFO(run.err);
    REQUIRE(run.code == 0);
    return run.out.substr(0, run.out.find('\n'));
  }

  /// Commits all; the commit's hash.
  std::string commit(const std::string& message) const {
    git({"add", "."});
    git({"commit", "-q", "-m", message});
    return git({"rev-parse", "HEAD"});
  }

  Workspace work;
};

}  // namespace

TEST_CASE("a stack uses templates of a folder that it names, from its own folder") {
  const Stack stack;
  const Outcome run = stack.work.aictl({"render"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(linesWith("text:", run.out) == "text: hi\n");
  stack.work.write("deep/aictl.yaml", "stack: s\npacks: [../notes]\nnote: {a: {text: hi}}\n");
  CHECK(stack.work.aictl({"render", "-f", "deep/aictl.yaml", "-o", "name"}).out == "configmap/a\n");
}

TEST_CASE("--pack brings templates for a stack, and commands for them") {
  const Stack stack;
  stack.work.write("aictl.yaml", "stack: s\nnote: {a: {text: hi}}\n");
  CHECK(stack.work.aictl({"render", "-o", "name", "--pack", "notes"}).out == "configmap/a\n");
  CHECK(stack.work.aictl({"note", "b", "--pack", "notes", "--text", "yes", "--print-spec"}).out ==
        "note:\n  b:\n    text: \"yes\"\n");
  CHECK(stack.work.aictl({"note", "b", "--text", "yes", "--print-spec"}).code == 2);
}

TEST_CASE("an unknown pack is told at the line that names it") {
  checkRefused("stack: s\npacks: [nowhere]\n",
               "aictl.yaml:2:9: there is no pack at 'nowhere': no such folder\n");
  const Workspace work;
  work.write("empty/readme", "");
  work.write("aictl.yaml", "stack: s\npacks: [empty]\n");
  checkRefused(work, "aictl.yaml:2:9: 'empty' is no pack: no folder in it has a template.yaml\n");
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run = work.aictl({"render", "--pack", "nowhere"});
  CHECK(run.code == 2);
  CHECK(run.err == "--pack nowhere: there is no pack at 'nowhere': no such folder\n");
}

TEST_CASE("packs of a wrong shape are told") {
  checkRefused("stack: s\npacks: {a: b}\n",
               "aictl.yaml:2:8: packs are a list of folders, or of {git, ref}\n");
  checkRefused("stack: s\npacks: [{url: x}, 3]\n",
               "aictl.yaml:2:9: a pack is a folder, or {git: URL, ref: REF}\n"
               "aictl.yaml:2:19: a pack is a folder, or {git: URL, ref: REF}\n");
}

TEST_CASE("a template that is broken is told with the pack's own line") {
  const Stack stack;
  stack.work.write("notes/note/template.yaml", "schema: {type: object, frob: 1}\nvariants: []\n");
  checkRefused(stack.work, "notes/note/template.yaml:1:24: unknown schema keyword 'frob'\n");
  stack.work.write("notes/note/template.yaml", "schema: {type: object\n");
  checkRefused(
      stack.work,
      "notes/note/template.yaml:1:9: '{' is never closed; close it with '}'; the text may be cut off\n");
  stack.work.write("notes/note/template.yaml", "schema: {type: object}\nvariants: []\nrule: []\n");
  checkRefused(stack.work,
               "notes/note/template.yaml:3:1: template note: unknown key 'rule'; did you mean 'rules'?\n");
}

TEST_CASE(
    "a manifest of a template that is broken is told with the pack's own line, and as the template's fault") {
  const Stack stack;
  const std::string blame = "; this is a fault of the template, not of the stack\n";
  stack.work.write("notes/note/configmap.yaml", noteManifest + "  more: {$eval: 'spec.txet'}\n");
  checkRefused(stack.work,
               "notes/note/configmap.yaml:6:17: note/a: InterpreterError at template.data.more: object has "
               "no property "
               "\"txet\"" +
                   blame);
  stack.work.write("notes/note/configmap.yaml", noteManifest + "  more: {$eval: 'spec.text +'}\n");
  checkRefused(
      stack.work,
      "notes/note/configmap.yaml:6:17: note/a: SyntaxError at template.data.more: Unexpected end of input" +
          blame);
  stack.work.write("notes/note/configmap.yaml", "apiVersion: v1\nkind: ConfigMap\n");
  checkRefused(stack.work,
               "notes/note/configmap.yaml:1:1: note/a: TemplateError: a manifest needs apiVersion, kind and "
               "metadata.name" +
                   blame);
  stack.work.remove("notes/note/configmap.yaml");
  checkRefused(
      stack.work,
      "notes/note/template.yaml:1:1: note/a: TemplateError: there is no manifest 'note/configmap.yaml'" +
          blame);
}

TEST_CASE("a template cannot have the name of a command or of a key of stacks") {
  const Stack stack;
  stack.work.write("notes/apply/template.yaml", "schema: {type: object}\nvariants: []\n");
  stack.work.write("notes/vars/template.yaml", "schema: {type: object}\nvariants: []\n");
  checkRefused(stack.work,
               "aictl.yaml:2:9: the pack 'notes' has a template 'apply', which is the name of a command\n"
               "aictl.yaml:2:9: the pack 'notes' has a template 'vars', which is a word of stacks\n");
  const Outcome run = stack.work.aictl({"pack", "check", "notes"});
  CHECK(run.code == 2);
  CHECK(run.err ==
        "notes/apply: a template cannot be called 'apply', which is the name of a command\n"
        "notes/vars: a template cannot be called 'vars', which is a word of stacks\n");
}

TEST_CASE("pack check says what is wrong with a pack, without a stack") {
  const Stack stack;
  const Outcome good = stack.work.aictl({"pack", "check", "notes"});
  CHECK(good.code == 0);
  CHECK(good.out.empty());
  CHECK(good.err == "notes: 1 template, no errors\n");

  stack.work.write("notes/note/configmap.yaml", noteManifest + "  more: {$eval: spec.txet}\n");
  const Outcome bad = stack.work.aictl({"pack", "check", "notes"});
  CHECK(bad.code == 2);
  CHECK(bad.err ==
        "notes/note/configmap.yaml:6:17: note/example: InterpreterError at template.data.more: object has no "
        "property "
        "\"txet\"; this is a fault of the template, not of the stack\n");

  stack.work.write("notes/note/template.yaml", noteTemplate + "- {title: Wrong, spec: {txt: hello}}\n");
  stack.work.write("notes/note/configmap.yaml", noteManifest);
  CHECK(stack.work.aictl({"pack", "check", "notes"}).err ==
        "notes/note/template.yaml:11:25: note: unknown key 'txt'; did you mean 'text'?\n");
  CHECK(stack.work.aictl({"pack", "check", "nowhere"}).err ==
        "'nowhere' is no pack: no folder in it has a template.yaml\n");
}

TEST_CASE("the built-in pack passes its own check") {
  const Workspace work;
  const Outcome run = work.aictl({"pack", "check", AICTL_SOURCE "/templates"});
  CHECK(run.code == 0);
  CHECK(linesWith("no errors", run.err) == AICTL_SOURCE "/templates: 5 templates, no errors\n");
}

TEST_CASE("a pack from git is used at the commit that aictl.lock holds, whatever becomes of the repository") {
  const Repository repository;
  const std::string first = repository.git({"rev-parse", "v1^{commit}"});
  const Outcome lock = repository.work.aictl({"pack", "lock"});
  CHECK(lock.code == 0);
  CHECK(lock.out.empty());
  CHECK(lock.err == repository.work.path("origin") + " v1 is at " + first + "\n");
  CHECK(repository.work.read("aictl.lock") ==
        "# Written by 'aictl pack lock'. Keep it beside the stack, under version control.\n"
        "packs:\n"
        "- git: " +
            repository.url() +
            "\n"
            "  ref: v1\n"
            "  commit: " +
            first + "\n");

  CHECK(linesWith("text:", repository.work.aictl({"render"}).out) == "text: hi\n");
  repository.work.write("origin/note/configmap.yaml", noteManifest + "  version: '2'\n");
  repository.commit("two");
  repository.git({"tag", "-f", "v1"});
  CHECK(linesWith("version:", repository.work.aictl({"render"}).out).empty());

  repository.work.aictl({"pack", "lock"});
  CHECK(linesWith("version:", repository.work.aictl({"render"}).out) == "version: \"2\"\n");

  // Once it is in the cache, the repository is not asked again.
  repository.work.remove("origin");
  CHECK(linesWith("version:", repository.work.aictl({"render"}).out) == "version: \"2\"\n");
}

TEST_CASE("a stack without packs from git has an empty lock, and that is said") {
  const Stack stack;
  CHECK(stack.work.aictl({"pack", "lock"}).err == "aictl.yaml has no packs from git\n");
  CHECK(stack.work.aictl({"render", "-o", "name"}).out == "configmap/a\n");
}

TEST_CASE("a password in the URL of a repository is not shown") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\npacks: [{git: 'https://robot:hunter2@127.0.0.1:1/p.git', ref: v1}]\n");
  for (const std::string& verb : {std::string("lock"), std::string("validate")}) {
    const Outcome run = verb == "lock" ? work.aictl({"pack", "lock"}) : work.aictl({"validate"});
    CHECK(run.code != 0);
    CHECK(run.err.find("127.0.0.1/p") != std::string::npos);
    CHECK(run.err.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a branch and a commit are refs too") {
  const Repository repository;
  const std::string commit = repository.git({"rev-parse", "HEAD"});
  for (const std::string& ref : {std::string("main"), commit}) {
    repository.work.write("aictl.yaml", "stack: s\npacks: [{git: '" + repository.url() + "', ref: " + ref +
                                            "}]\nnote: {a: {text: hi}}\n");
    CHECK(repository.work.aictl({"pack", "lock"}).err ==
          repository.work.path("origin") + " " + ref + " is at " + commit + "\n");
    CHECK(repository.work.aictl({"render", "-o", "name"}).out == "configmap/a\n");
  }
}

TEST_CASE("a pack from git without a lock, or with one of another ref, is an error that says how to lock") {
  const Repository repository;
  const std::string remedy = "; run 'aictl pack lock' to write it\n";
  checkRefused(repository.work, "aictl.yaml:2:9: aictl.lock does not hold '" +
                                    repository.work.path("origin") + "' at 'v1'" + remedy);
  repository.work.aictl({"pack", "lock"});
  repository.work.write("aictl.yaml", "stack: s\npacks: [{git: '" + repository.url() +
                                          "', ref: main}]\nnote: {a: {text: hi}}\n");
  checkRefused(repository.work, "aictl.yaml:2:9: aictl.lock does not hold '" +
                                    repository.work.path("origin") + "' at 'main'" + remedy);
}

TEST_CASE("a lock that is broken is told, and so is a commit that the repository has not") {
  const Repository repository;
  repository.work.write("aictl.lock",
                        "packs: [{git: '" + repository.url() + "', ref: v1, commit: ../../etc}]\n");
  checkRefused(repository.work, "aictl.yaml:2:9: aictl.lock does not hold '" +
                                    repository.work.path("origin") +
                                    "' at 'v1'; run 'aictl pack lock' to write it\n"
                                    "aictl.lock:1:9: a pin has git, ref and the commit in full; run 'aictl "
                                    "pack lock' to write the file anew\n");
  const std::string nothing(40, '1');
  repository.work.write("aictl.lock",
                        "packs: [{git: '" + repository.url() + "', ref: v1, commit: '" + nothing + "'}]\n");
  checkRefused(repository.work, "aictl.yaml:2:9: the repository " + repository.work.path("origin") +
                                    " has no commit " + nothing +
                                    "; run 'aictl pack lock' to lock the pack anew\n");
}

TEST_CASE("a repository that is not there, and a ref that it has not, are told at their line") {
  const Repository repository;
  repository.work.write("aictl.yaml", "stack: s\npacks: [{git: '" + repository.url() + "', ref: v2}]\n");
  const Outcome ref = repository.work.aictl({"pack", "lock"});
  CHECK(ref.code == 2);
  CHECK(ref.err ==
        "aictl.yaml:2:9: the repository " + repository.work.path("origin") + " has no branch or tag 'v2'\n");
  CHECK_FALSE(repository.work.has("aictl.lock"));

  repository.work.write("aictl.yaml", "stack: s\npacks: [{git: 'file:///nowhere/at/all', ref: v1}]\n");
  const Outcome gone = repository.work.aictl({"pack", "lock"});
  CHECK(gone.code == 4);
  CHECK(gone.err.starts_with("aictl.yaml:2:9: the repository /nowhere/at/all cannot be read: "));
}

TEST_CASE("a pack from git needs a ref, and a template command finds no template of it without the stack") {
  const Repository repository;
  repository.work.write("aictl.yaml", "stack: s\npacks: [{git: '" + repository.url() + "'}]\n");
  checkRefused(repository.work,
               "aictl.yaml:2:9: a pack from git needs a ref; add 'ref: TAG' (a branch, tag or commit)\n");
}

TEST_CASE("pack check says of a property whose name no option can have") {
  const Workspace work;
  work.write(
      "pack/wine/template.yaml",
      "description: Wine\nschema: {type: object, properties: {'the grape': {type: string}}}\nvariants: []\n");
  const Outcome run = work.aictl({"pack", "check", "pack"});
  CHECK(run.code == 2);
  CHECK(run.err.starts_with(
      "pack/wine/template.yaml:1:1: template wine cannot be a command: an option cannot be "
      "called so (Bad long name: "));
}

TEST_CASE("pack check says which names lead to nothing") {
  const Workspace work;
  work.write("pack/wine/template.yaml",
             "description: Wine\nschema: {type: object, properties: {from: {type: string, x-names: cellar},\n"
             "  by: {type: string, x-names: pod}}}\nvariants: []\n");
  const Outcome run = work.aictl({"pack", "check", "pack"});
  CHECK(run.code == 2);
  CHECK(run.err ==
        "pack/wine/template.yaml:2:67: there is no file 'names/cellar.yaml'; x-names is the name of one that "
        "says "
        "where a cluster has such names\n");
}

TEST_CASE("pack without a verb, and with a wrong one, says which there are") {
  const Workspace work;
  CHECK(work.aictl({"pack"}).err == "'pack' needs a verb; it is check or lock\n");
  const Outcome run = work.aictl({"pack", "chek"});
  CHECK(run.code == 2);
  CHECK(run.err == "unknown verb 'chek' of pack; did you mean 'check'?\n");
}
