// What the documents call the kinds of models (protocol I1), where that is more than the name of a row.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <span>
#include <string_view>

namespace footfall::model {

/// One code of the documents with a list, and the kind that it means.
struct type_code {
  std::string_view code;  ///< `PROFILE`
  std::string_view list;  ///< of what the user did: `CLICK`, `BUY`, ...; empty: the code says it all
  std::string_view type;  ///< name of a row of `model_kinds()`
};

/// The type that a code means, with the list where it needs one (none: `CLICK`); the code itself where the
/// documents have no other name, or nothing such. Thread-safe.
[[nodiscard]] std::string_view type_of_code(std::string_view code, std::string_view list) noexcept;

/// What the documents call a type. Thread-safe.
[[nodiscard]] type_code code_of_type(std::string_view type) noexcept;

/// THE table of codes that are no names of kinds. Thread-safe.
[[nodiscard]] std::span<const type_code> type_codes() noexcept;

/// Whether a list of this kind has parts: it is not what a person has written, done or bought together.
/// Thread-safe.
[[nodiscard]] bool has_parts(const model_kind& kind) noexcept;

}  // namespace footfall::model
