// What stands in for the models of a customer that has no event yet.
#pragma once

#include "footfall/model/model_set.hpp"

#include <cstdint>
#include <span>

namespace footfall::model {

/// Of a customer that has told of no item either.
/// The definitions, and nothing made: with what models need to be made they would take some 200 KB. The last
/// set is shared with whoever asks for the same definitions. Null where one of them is made from something
/// else than events and the catalogue. Thread-safe.
[[nodiscard]] boost::shared_ptr<const model_set> models_without_events(
    std::span<const model_definition> definitions, std::int64_t now_ms);

/// True for what that function makes of these definitions. Thread-safe.
[[nodiscard]] bool is_without_events(const model_set& models,
                                     std::span<const model_definition> definitions) noexcept;

}  // namespace footfall::model
