#pragma once

#include "core/jsone/interpreter.h"

namespace aictl::jsone {

/// One level of templates, expressions and calls inside each other, and one step.
class Interpreter::Level {
 public:
  Level(Interpreter& interpreter, Origin origin) : evaluation_(interpreter.evaluation_) {
    interpreter.origin_ = origin;
    interpreter.spend(1);
    if (evaluation_.depth_ == evaluation_.limits_.depth) interpreter.failDepth();
    ++evaluation_.depth_;
  }
  explicit Level(Interpreter& interpreter) : Level(interpreter, interpreter.origin_) {}
  ~Level() { --evaluation_.depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  Evaluation& evaluation_;
};

}  // namespace aictl::jsone
