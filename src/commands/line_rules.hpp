// What the command line says of the lines of a file, and lines changed as it says, before they are read as
// events.
#pragma once

#include "footfall/api/import_line.hpp"
#include "footfall/core/failure.hpp"

#include "line_identities.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::commands {

/// The options that say what the members of lines mean. Names are compared without case.
struct line_rules {
  std::vector<std::pair<std::string, std::string>>
      columns{};              ///< member, and the column of the file that has it
  std::string event{};        ///< of lines that name none
  double best_rating = 0;     ///< ratings of the file reach from 0 to this; 0: they are stored as they are
  bool times_of_now = false;  ///< lines without a time are events of now; else they are refused

  /// The member that a column is; empty when another column is what it is called. Thread-safe.
  [[nodiscard]] std::string_view member_of(std::string_view column) const noexcept;
};

/// The member that a column of another product seems to be, such as `time` for `created_at`; empty when it is
/// a member or a parameter itself, or nothing known. Thread-safe.
[[nodiscard]] std::string_view resembled_member(std::string_view column) noexcept;

/// Applies the rules to the lines of an import, one after the other. Not thread-safe.
class line_editor {
 public:
  /// `rules` outlives the editor.
  explicit line_editor(const line_rules& rules) : rules_(rules) {}

  /// Guests are numbered by their lines, file by file, so that they are the same ones in every run.
  void begin_file() { guests_ = {}; }

  /// Names the members, adds what is the same for all lines, brings ratings to hundredths. A line with an
  /// empty user is one of a guest: each is somebody else. `content`: the line as it is in the
  /// file; `from_url`: unknown parameters are no columns. Errors:
  /// `missing_parameter` for a line without a time, `bad_parameter` for a rating outside of its scale.
  [[nodiscard]] result<void> edit(api::import_members& members, std::string_view content, bool from_url);

  [[nodiscard]] std::size_t guests() const noexcept { return guest_count_; }

  /// One line for people about columns that no event has a parameter for; empty when there are none.
  [[nodiscard]] std::string unused_columns() const;

 private:
  void note(std::string_view column);
  [[nodiscard]] std::string_view event_of(std::span<const events::name_value> members) const;
  result<void> add(std::string_view name, std::string_view value, std::string_view event);
  [[nodiscard]] failure no_time(std::span<const events::name_value> members) const;

  const line_rules& rules_;
  line_identities guests_;
  std::size_t guest_count_ = 0;
  api::import_members edited_;
  std::vector<std::string> known_;   // columns that were met and are used
  std::vector<std::string> unused_;  // the others
};

}  // namespace footfall::commands
