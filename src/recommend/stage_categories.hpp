// The categories that one stage is about.
#pragma once

#include "footfall/model/question.hpp"
#include "footfall/recommend/filters.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace footfall::recommend {

/// The category that a stage is about where the reference is `path`; empty: the whole site. Thread-safe.
[[nodiscard]] std::string scoped_category(std::string_view path, category_scope scope, std::uint32_t levels);

/// Admits of what others admit what is in the categories of a stage. Not thread-safe; each thread keeps one.
class stage_categories final : public model::admission {
 public:
  /// Begins a stage. `references` are the paths that its scope is about, `input` and `others` outlive it.
  /// False: the stage is about the whole site, and this is not to be asked.
  [[nodiscard]] bool prepare(const scenario_stage& stage, std::span<const std::string> references,
                             const filter_input& input, const model::admission& others);

  [[nodiscard]] bool admits(item_index item) const override;

  /// Items among which are all that it admits; nothing when they are not known.
  [[nodiscard]] std::optional<model::item_lists> narrowed() const noexcept { return narrowed_; }
  /// Whether a candidate was outside.
  [[nodiscard]] bool has_refused() const noexcept { return has_refused_; }

 private:
  const model::admission* others_ = nullptr;
  std::optional<filter_input> input_;
  std::vector<std::string> wanted_;
  filter_findings findings_;
  std::optional<model::item_lists> narrowed_;
  mutable bool has_refused_ = false;
};

}  // namespace footfall::recommend
