// Models in the words of the documents (protocol I1, "Model record") become what the table of keys reads.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace footfall::settings {

/// True when an object is a model in the words of the documents: it has `referenceCode`.
[[nodiscard]] bool is_documented_model(const nlohmann::json& model);

/// A model with our words in the place of the documents': members that only tell something (`size`, `status`,
/// ...) are gone, and so are those that are null. Types go by all names that the documents have for them
/// (`PROFILE` with `list`). What is neither is as it was; so is what is no object, and a `list` that means
/// nothing. Thread-safe.
[[nodiscard]] nlohmann::json with_our_words(const nlohmann::json& model);

/// A model, in our words, as a record in the words of the documents changes it: what the record does not name
/// stays, and so do members of attributes for which it has no word. Thread-safe.
[[nodiscard]] nlohmann::json changed_by_record(nlohmann::json model, const nlohmann::json& record);

}  // namespace footfall::settings
