// Usage: help, wrong options and commands, and what holds for every command.

#include <csignal>
#include <fstream>
#include <sstream>

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using aictl::test::Command;
using aictl::test::ErrorOutput;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Output;
using aictl::test::Workspace;

namespace {

const std::vector<std::string> commands{"apply",  "delete", "status",  "wait",    "logs",   "suspend",
                                        "resume", "scale",  "restart", "list",    "render", "validate",
                                        "train",  "serve",  "cache",   "network", "graph"};

/// A folder with a stack that has one fault.
struct Faulty {
  Faulty() { work.write("aictl.yaml", "stack: s\ntrain:\n  a: {image: x, wrkers: 1}\n"); }
  static constexpr const char* message =
      "aictl.yaml:3:17: train/a: unknown key 'wrkers'; did you mean 'workers'?";
  Workspace work;
};

}  // namespace

TEST_CASE("aictl alone shows the commands, and that one is needed") {
  const Workspace work;
  const Outcome run = work.aictl({});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == work.aictl({"--help"}).out + "\na command is needed\n");
}

TEST_CASE("help lists templates and commands by groups, with a line each") {
  const Workspace work;
  for (const char* word : {"--help", "-h", "help"}) {
    const Outcome run = work.aictl({word});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK(run.out.starts_with(
        "aictl trains, serves and moves AI models on Kubernetes.\n\nUsage: aictl COMMAND [OPTIONS]\n"));
    CHECK(linesWith("  train ", run.out) == "train           A training job on one node or many.\n");
    CHECK(linesWith("  render ", run.out) == "render          Write the manifests that the stack becomes\n");
  }
}

TEST_CASE(
    "each command's help goes to standard output, begins with what it does and its usage, and fits a "
    "screen's width") {
  const Workspace work;
  for (const std::string& command : commands) {
    INFO(command);
    const Outcome run = work.aictl({command, "--help"});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK(linesWith("Usage: ", run.out).starts_with("Usage: aictl " + command + " "));
    CHECK(run.out.find("\n\n\n") == std::string::npos);
    CHECK(run.out.find("{false}") == std::string::npos);
    CHECK(run.out.find("REQUIRED") == std::string::npos);
  }
}

TEST_CASE("packaging/reference.md has the help of all commands as it is now") {
  const Workspace work;
  std::ostringstream page;
  page << std::ifstream(AICTL_SOURCE "/packaging/reference.md").rdbuf();
  INFO("to bring it up to date: aictl __reference markdown > packaging/reference.md");
  CHECK((work.aictl({"__reference", "markdown"}).out == page.str()));  // not shown: it is long
}

TEST_CASE("the manual page has all that help has, and no line of it is taken for a request") {
  const Workspace work;
  const std::string page = work.aictl({"__reference", "man"}).out;
  CHECK(page.starts_with(".TH AICTL 1 "));
  CHECK(page.find("\n.SS aictl gpu topo\n.nf\n") != std::string::npos);
  CHECK(page.find("\n  \\-\\-framework none|pytorch|tensorflow\n") != std::string::npos);
  for (std::size_t at = page.find(".nf\n"); at != std::string::npos; at = page.find(".nf\n", at)) {
    const std::size_t end = page.find("\n.fi\n", at);
    REQUIRE(end != std::string::npos);
    const std::string text = page.substr(at + 3, end - at - 3);
    CHECK(text.find("\n.") == std::string::npos);
    CHECK(text.find("\n'") == std::string::npos);
    at = end;
  }
}

TEST_CASE("help <command> is that command's help") {
  const Workspace work;
  CHECK(work.aictl({"help", "render"}).out == work.aictl({"render", "--help"}).out);
  CHECK(work.aictl({"help", "train"}).out == work.aictl({"train", "--help"}).out);
  CHECK(work.aictl({"help", "gpu", "list"}).out == work.aictl({"gpu", "list", "--help"}).out);
  CHECK(work.aictl({"help", "trane"}).code == 2);
}

TEST_CASE("a template's help shows the flags of the first level, --help-all those inside of others too") {
  const Workspace work;
  const std::string shown = work.aictl({"train", "--help"}).out;
  const std::string all = work.aictl({"train", "--help-all"}).out;
  CHECK_FALSE(linesWith("  --workers COUNT", shown).empty());
  CHECK_FALSE(linesWith("  --suspend, --no-suspend", shown).empty());
  CHECK(linesWith("--elastic.max ", shown).find("Options") == std::string::npos);
  CHECK_FALSE(linesWith("  --elastic.max COUNT", all).empty());
  CHECK(all.size() > shown.size());
}

TEST_CASE("version says the version") {
  const Workspace work;
  CHECK(work.aictl({"version"}).out == "aictl " AICTL_VERSION "\n");
  CHECK(work.aictl({"--version"}).out == "aictl " AICTL_VERSION "\n");
  CHECK(work.aictl({"version", "--help"}).code == 0);
  CHECK(work.aictl({"version", "now"}).code == 2);
}

TEST_CASE("a command of other tools is told with ours") {
  const Workspace work;
  CHECK(work.aictl({"get", "pods"}).err == "unknown command 'get'; did you mean 'status'?\n");
  CHECK(work.aictl({"lint"}).err == "unknown command 'lint'; did you mean 'validate'?\n");
  CHECK(work.aictl({""}).err == "unknown command ''; see 'aictl --help'\n");
}

TEST_CASE("an unknown command is told with the nearest one") {
  const Workspace work;
  const Outcome run = work.aictl({"aply"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "unknown command 'aply'; did you mean 'apply'?\n");
  CHECK(work.aictl({"tran", "a"}).err == "unknown command 'tran'; did you mean 'train'?\n");
  CHECK(work.aictl({"xyzzy"}).err == "unknown command 'xyzzy'; see 'aictl --help'\n");
}

TEST_CASE("an option before the command is told, and where it belongs") {
  const Workspace work;
  CHECK(work.aictl({"--pack", "p", "render"}).err ==
        "'--pack' stands before the command; write aictl COMMAND [OPTIONS]; see 'aictl --help'\n");
}

TEST_CASE("an unknown option is told with the nearest one, all of them at once") {
  const Workspace work;
  const Outcome run = work.aictl({"render", "--fil", "x", "--chek", "--origin=1"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "unknown option '--fil'; did you mean '--file'?\n"
        "unknown option '--chek'; did you mean '--check'?\n");
}

TEST_CASE("an option without its value, and with a wrong one, is told") {
  const Workspace work;
  CHECK(work.aictl({"render", "-f"}).err == "--file needs a value; see 'aictl render --help'\n");
  CHECK(work.aictl({"apply", "--request-timeout", "soon"}).err ==
        "--request-timeout: 'soon' is no number of seconds above 0; see 'aictl apply --help'\n");
  CHECK(work.aictl({"apply", "--request-timeout", "0"}).code == 2);
  CHECK(work.aictl({"apply", "--dry-run=server"}).err ==
        "--dry-run takes true or false, not 'server'; see 'aictl apply --help'\n");
  CHECK(work.aictl({"rdma", "bench", "--port", "70000"}).err ==
        "--port cannot be '70000'; see 'aictl rdma bench --help'\n");
}

TEST_CASE("what acts on entries names them, and a scaling has its number last") {
  const Workspace work;
  for (const std::string command : {"suspend", "resume", "restart"}) {
    const Outcome run = work.aictl({command});
    CHECK(run.code == 2);
    CHECK(run.err == "no entry is named; aictl " + command + " ENTRY... [OPTIONS]\n");
  }
  for (const std::string number : {"four", "3..1", "1..", "..2", "1.5", "99999999999999999999"}) {
    INFO(number);
    const Outcome run = work.aictl({"scale", "serve/web", number});
    CHECK(run.code == 2);
    CHECK(run.err == "'" + number + "' is no number of pods; it stands last: 4, or bounds as in 0..4\n");
  }
  CHECK(linesWith("no entry is named", work.aictl({"scale", "4"}).err) ==
        "no entry is named; aictl scale ENTRY... N|MIN..MAX [OPTIONS]\n");
}

TEST_CASE(
    "an apply that follows neither waits otherwise nor writes JSON among the logs, and --rm is for it "
    "alone") {
  const Workspace work;
  CHECK(work.aictl({"apply", "--rm"}).err == "--rm requires --follow; see 'aictl apply --help'\n");
  CHECK(work.aictl({"train", "a", "--rm"}).err == "--rm requires --follow; see 'aictl train --help'\n");
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{"--wait"}, {"--wait=ready"}, {"-o", "json"}}) {
    std::vector<std::string> words{"apply", "--follow"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome run = work.aictl(words);
    CHECK(run.code == 2);
    CHECK(linesWith("excludes", run.err).find("--follow") != std::string::npos);
  }
}

TEST_CASE("of an option that takes one value the last one counts") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  CHECK(work.aictl({"render", "-o", "json", "-o", "name"}).out == "job.batch/a\n");
}

TEST_CASE("an option with an empty value takes no other word for it") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run = work.aictl({"render", "--set=", "-o", "name"});
  CHECK(run.code == 2);
  CHECK(run.err == "--set : '' is no PATH=VALUE; write it as in --set train.resnet50.workers=8\n");
}

TEST_CASE("arguments that are no UTF-8 are refused, wherever they stand") {
  const Workspace work;
  const Outcome run = work.aictl({"train", "a", "--image", "x", "--print-spec", "--", "echo", "\xff"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "argument 8 is not valid UTF-8\n");
}

TEST_CASE("-q leaves errors, and nothing else") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x, gpus: 1}}\n");
  CHECK(work.aictl({"validate", "-q"}).err.empty());
  CHECK(work.aictl({"-q", "validate"}).err.empty());
  CHECK_FALSE(work.aictl({"validate"}).err.empty());
  const Faulty faulty;
  const Outcome run = faulty.work.aictl({"validate", "--quiet"});
  CHECK(run.code == 2);
  CHECK(run.err == std::string(Faulty::message) + "\n");
}

TEST_CASE("what follows -- is a command's own: -q and --color in it are not ours") {
  const Workspace work;
  const Outcome run =
      work.aictl({"train", "a", "--image", "x", "--print-spec", "--", "tool", "-q", "--color", "never"});
  CHECK(run.out.ends_with("    - -q\n    - --color\n    - never\n"));
}

TEST_CASE("with colour a finding has its line and a caret below its place") {
  const Faulty faulty;
  const Outcome run = faulty.work.aictl({"validate", "--color", "always"});
  CHECK(run.err == "\033[31m" + std::string(Faulty::message) +
                       "\033[0m\n"
                       "      a: {image: x, wrkers: 1}\n"
                       "                    ^\n");
}

TEST_CASE("the caret stands right below text of double width") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain:\n  a: {image: x, labels: {l: \"漢字\"}, wrkers: 1}\n");
  const std::string error = work.aictl({"validate", "--color=always"}).err;
  CHECK(
      error.ends_with("      a: {image: x, labels: {l: \"漢字\"}, wrkers: 1}\n"
                      "                                         ^\n"));
}

TEST_CASE("of a line that is wider than the terminal the part around the fault is shown") {
  const Workspace work;
  std::string wide;
  for (int i = 0; i < 30; ++i) wide += "漢字";
  work.write("aictl.yaml", "stack: s\ntrain:\n  a: {image: x, wrkers: 1, env: {A: \"" + wide +
                               "\"}}\n  b: {image: x, env: {A: \"" + wide +
                               "\"}, wrkers: 1, labels: {a: " + std::string(60, 'x') + "}}\n");
  auto command = work.command({"validate", "--color=never"});
  command.errorOutput = ErrorOutput::terminal;  // of 80 columns, since it does not say
  CHECK(aictl::test::run(command).err ==
        "aictl.yaml:3:17: train/a: unknown key 'wrkers'; did you mean 'workers'?\n"
        "      a: {image: x, wrkers: 1, env: {A: \"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢…\n"
        "                    ^\n"
        "aictl.yaml:4:91: train/b: unknown key 'wrkers'; did you mean 'workers'?\n"
        "    …字漢字漢字漢字漢字漢字漢字漢字漢字\"}, wrkers: 1, labels: {a: xxxxxxxxxxxxx…\n"
        "                                           ^\n");
}

TEST_CASE("on a terminal there is colour, unless NO_COLOR, TERM or --color say otherwise") {
  Faulty faulty;
  Command command = faulty.work.command({"validate"});
  command.errorOutput = ErrorOutput::terminal;
  command.environment["TERM"] = "xterm-256color";
  CHECK(run(command).err.starts_with("\033[31m"));
  const std::string plain =
      std::string(Faulty::message) + "\n      a: {image: x, wrkers: 1}\n                    ^\n";
  Command quiet = command;
  quiet.environment["NO_COLOR"] = "1";
  CHECK(run(quiet).err == plain);
  Command dumb = command;
  dumb.environment["TERM"] = "dumb";
  CHECK(run(dumb).err == plain);
  Command never = command;
  never.words.insert(never.words.end(), {"--color", "never"});
  CHECK(run(never).err == plain);
}

TEST_CASE("a wrong word for --color is told") {
  const Faulty faulty;
  const Outcome run = faulty.work.aictl({"validate", "--color", "blue"});
  CHECK(run.code == 2);
  CHECK(run.err == "--color is always, never or auto, not 'blue'\n");
}

TEST_CASE("control characters of a file never reach the terminal") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {\"a\\e]0;x\\a\": {image: x}}\n");
  const Outcome run = work.aictl({"validate", "--color", "always"});
  CHECK(run.code == 2);
  CHECK(run.err.find("\033]") == std::string::npos);
  CHECK(run.err.find('\a') == std::string::npos);
}

TEST_CASE("a reader that is gone ends a command quietly") {
  const Workspace work;
  Command command = work.command({"render", "-q", "-f", AICTL_SOURCE "/tests/golden/mission/aictl.yaml"});
  command.output = Output::readerGone;
  const Outcome run = aictl::test::run(command);
  CHECK(run.err.empty());
  CHECK(run.code == 128 + SIGPIPE);
}

TEST_CASE("with standard output closed, no file is written into by mistake") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  Command command = work.command({"render", "--to", "out"});
  command.output = Output::closed;
  CHECK(run(command).code == 0);
  CHECK(work.read("out/train-a-job.yaml") == work.aictl({"render"}).out);
}

TEST_CASE("a full disk under standard output is an error that is told") {
  const Workspace work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run =
      work.program({"sh", "-c", "exec \"$0\" render > /dev/full", work.command({}).words.front()});
  CHECK(run.code == 2);
  CHECK(run.err == "standard output cannot be written: no space left\n");
}
