// The parameters of a call of RichRelevance's endpoints, wherever it carries them: query or form. Lists are
// separated by bars.
#pragma once

#include "api/sent_parameters.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

using text_list = std::vector<std::string_view>;

/// What has several values.
struct named_list {
  std::string_view name;
  text_list values;
};

/// Most entries of a list that has no bound of its own.
inline constexpr std::size_t list_items_max = 200;

/// `bad_parameter`, which begins with the name. Thread-safe.
[[nodiscard]] failure bad(std::string_view name, std::string_view what);

/// Parts of `text` between separators. One separator in front is passed over, as pages write them; of an
/// empty text there are none. Errors: `bad_parameter`, which begins with `name`, for an empty part and for
/// more than `most`. Thread-safe.
[[nodiscard]] result<text_list> split(std::string_view name, std::string_view text, char separator,
                                      std::size_t most);

/// Keeps its memory for the next call. What is found lives until then, and as long as the request. Names are
/// matched without case. Not thread-safe.
class call_parameters {
 public:
  /// Errors: those of `sent_parameters::read`.
  [[nodiscard]] result<void> read(const http::request& question) { return sent_.read(question); }

  /// Takes those of the query alone: the body is something else.
  void read_query(const http::request& question) { sent_.read_query(question); }

  /// The first value that is not empty; empty when there is none.
  [[nodiscard]] std::string_view find(std::string_view name) const noexcept;

  /// All values of a parameter that may come several times, but empty ones.
  [[nodiscard]] text_list all(std::string_view name) const;

  /// Whether it was sent at all.
  [[nodiscard]] bool has(std::string_view name) const noexcept;

  /// As `find`. Errors: `missing_parameter`.
  [[nodiscard]] result<std::string_view> require(std::string_view name) const;

  /// As `split` with bars.
  [[nodiscard]] result<text_list> list(std::string_view name, std::size_t most = list_items_max) const;

  /// The list under the first of several names of one parameter that has any.
  [[nodiscard]] result<text_list> list_of(std::initializer_list<std::string_view> names) const;

  /// `name:value;value|name:value`, in the order sent; a name may be there more than once. Errors:
  /// `bad_parameter`.
  [[nodiscard]] result<std::vector<named_list>> named_lists(std::string_view name) const;

  /// `true`, `false`, `1` or `0`; `preset` when absent. Errors: `bad_parameter`.
  [[nodiscard]] result<bool> flag(std::string_view name, bool preset) const;

  /// A whole number in `least`..`most`; `preset` when absent. Errors: `bad_parameter`.
  [[nodiscard]] result<std::int64_t> number(std::string_view name, std::int64_t least, std::int64_t most,
                                            std::int64_t preset) const;

 private:
  sent_parameters sent_;
};

}  // namespace footfall::api::richrelevance
