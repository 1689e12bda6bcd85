#include "catch.h"
#include "core/gpu/check.h"

using aictl::gpu::readExpectations;

TEST_CASE("expectations are read from one text") {
  const auto all = readExpectations("gpus=8,model=H100,pcie=gen5x16,nvlinks=18,driver=550.54");
  REQUIRE(all);
  CHECK(all->gpus == 8);
  CHECK(all->model == "H100");
  CHECK(all->pcieGeneration == 5);
  CHECK(all->pcieWidth == 16);
  CHECK(all->nvlinks == 18);
  CHECK(all->driver == "550.54");
  CHECK(readExpectations("pcie=x8")->pcieWidth == 8);
  CHECK_FALSE(readExpectations("pcie=gen4")->pcieWidth);
}

TEST_CASE("what is no expectation is told with what it may be") {
  const auto message = [](const char* text) {
    const auto read = readExpectations(text);
    REQUIRE_FALSE(read);
    const auto& finding = read.failure().findings.front();
    return finding.message + "; " + finding.remedy;
  };
  CHECK(message("gpu=8") == "'gpu' is nothing that can be expected; did you mean 'gpus'?");
  CHECK(message("gpus=eight").starts_with("'gpus=eight' says nothing of gpus; write it as in gpus=8"));
  for (const char* text : {"gpus", "gpus=", "pcie=5x16", "pcie=genx16", "pcie=x", "model=", "gpus=-1"}) {
    INFO(text);
    CHECK_FALSE(readExpectations(text));
  }
}
