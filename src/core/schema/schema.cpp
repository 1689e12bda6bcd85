#include "core/schema/schema.h"

#include "core/schema/checker.h"
#include "core/schema/loader.h"
#include "core/schema/review.h"

namespace aictl::schema {

struct Schema::Content {
  Graph graph;
};

Schema::Schema(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Schema Schema::load(const Value& source, const Value& document, const Files& files, Findings& findings,
                    Dialect dialect) {
  auto content = std::make_unique<Content>();
  content->graph.dialect = dialect;
  Loader(files, content->graph, findings).load(source, document);
  review(content->graph, findings);
  return Schema(std::move(content));
}

void Schema::validate(Findings& findings) const { validateGraph(content_->graph, findings); }

const Node& Schema::root() const { return *content_->graph.root; }

Value Schema::normalise(const Value& value) const { return schema::normalise(root(), value); }

void Schema::check(const Value& value, std::string_view entry, Findings& findings) const {
  Findings own;
  schema::check(content_->graph, root(), value, entry, own);
  sortByPlace(own);
  findings.insert(findings.end(), std::move_iterator(own.begin()), std::move_iterator(own.end()));
}

Value Schema::fill(const Value& value) const { return schema::fill(root(), value); }

std::vector<Reference> Schema::references(const Value& value) const {
  return schema::references(root(), value);
}

}  // namespace aictl::schema
