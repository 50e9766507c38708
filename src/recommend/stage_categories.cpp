// The filter of categories, with the categories of a stage.
#include "recommend/stage_categories.hpp"

#include "recommend/filters/same_category.hpp"

#include <algorithm>

namespace footfall::recommend {

namespace {

// The first levels of a path; all of a path that has no more.
std::string_view first_levels(std::string_view path, std::size_t levels) {
  std::size_t end = 0;
  for (; levels > 0 && end < path.size(); --levels) end = std::min(path.find('/', end + 1), path.size());
  return path.substr(0, end);
}

}  // namespace

std::string scoped_category(std::string_view path, category_scope scope, std::uint32_t levels) {
  const auto depth = path.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(path, '/')) + 1;
  switch (scope) {
    case category_scope::site:
      return {};
    case category_scope::asked:
    case category_scope::same:
      return std::string(path);
    case category_scope::above:
      return std::string(first_levels(path, depth > levels ? depth - levels : 0));
    case category_scope::main:
      return std::string(first_levels(path, levels));
  }
  return {};
}

bool stage_categories::prepare(const scenario_stage& stage, std::span<const std::string> references,
                               const filter_input& input, const model::admission& others) {
  wanted_.clear();
  has_refused_ = false;
  narrowed_.reset();
  if (stage.category == category_scope::site || references.empty()) return false;
  for (const auto& path : references)
    wanted_.push_back(scoped_category(path, stage.category, stage.category_levels));
  others_ = &others;
  input_.emplace(input);
  input_->wanted_categories = wanted_;
  findings_.clear();
  if (!has_wanted_categories(*input_, findings_)) return false;
  narrowed_ = items_of_wanted_categories(*input_, findings_);
  return true;
}

bool stage_categories::admits(item_index item) const {
  if (!others_->admits(item)) return false;
  if (!is_outside_wanted_categories(*input_, findings_, {item, input_->told_of(item)})) return true;
  has_refused_ = true;
  return false;
}

}  // namespace footfall::recommend
