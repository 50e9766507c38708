#include "documented_model.hpp"

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/type_codes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace footfall::settings {

namespace {

using json = nlohmann::json;

/// A member of a model record; an empty name of ours: it only tells something.
struct record_member {
  std::string_view theirs;
  std::string_view ours;
};

constexpr std::array record_members{
    record_member{"referenceCode", "id"},
    record_member{"modelType", "type"},
    record_member{"listType", "list"},
    record_member{"maximumRatingAge", "history"},
    record_member{"maximumItemAge", "maximum_item_age"},
    record_member{"attributes", "attributes"},
    record_member{"submodels", "submodels"},
    record_member{"title", ""},
    record_member{"status", ""},
    record_member{"active", ""},
    record_member{"provideRecommendations", ""},
    record_member{"keyEventType", ""},
    record_member{"valueEventType", ""},
    record_member{"algorithm", ""},
    record_member{"size", ""},
    record_member{"builtAt", ""},
    record_member{"maximumInterval", ""},
    record_member{"submodelsSupported", ""},
    record_member{"submodelSummaries", ""},
    record_member{"segmentsSupported", ""},
    record_member{"relevantEventHistorySupported", ""},
    record_member{"websiteContextSupported", ""},
    record_member{"profileContextSupported", ""},
    record_member{"itemTypeTrees", ""},
    record_member{"modelMetaData", ""},
    record_member{"scenarios", ""},
    record_member{"buildReports", ""},
};

json with_our_members(const json& record) {
  auto made = json::object();
  for (const auto& [name, value] : record.items()) {
    const auto known = std::ranges::find(record_members, name, &record_member::theirs);
    if (known == record_members.end())
      made[name] = value;
    else if (!known->ours.empty() && !value.is_null())
      made[std::string(known->ours)] = value;
  }
  return made;
}

std::string_view text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? std::string_view(found->get_ref<const std::string&>())
                                                     : std::string_view();
}

// The type of a model may be a code with a list, of which a record can name either alone.
void use_code_of_type(json& model, const json& changes) {
  const auto code = model::code_of_type(text_of(model, "type"));
  if (code.list.empty() || (changes.contains("type") && text_of(changes, "type") != code.code)) return;
  model["type"] = std::string(code.code);
  model["list"] = std::string(code.list);
}

bool is_of_attribute(const json& named, const json& known) {
  static const model::compared_attribute defaults;
  if (!named.is_object() || text_of(named, "key") != text_of(known, "key")) return false;
  const auto type = text_of(known, "type");
  return !named.contains("type") || text_of(named, "type") == (type.empty() ? defaults.type : type);
}

// Records have no words for `scale` and `spread`.
void keep_rest_of_attributes(const json& model, json& changes) {
  const auto known = model.find("attributes");
  const auto named = changes.find("attributes");
  if (known == model.end() || named == changes.end() || !named->is_array()) return;
  auto left = *known;
  for (auto& each : *named) {
    const auto same =
        std::ranges::find_if(left, [&](const json& other) { return is_of_attribute(each, other); });
    if (same == left.end()) continue;
    auto whole = *same;
    whole.update(each);
    each = std::move(whole);
    left.erase(same);
  }
}

}  // namespace

bool is_documented_model(const json& model) { return model.is_object() && model.contains("referenceCode"); }

json with_our_words(const json& model) {
  if (!model.is_object()) return model;
  auto made = is_documented_model(model) ? with_our_members(model) : model;
  // What is no text, or of no such type, is left to the table of keys to tell.
  if (const auto list = made.find("list"); list != made.end() && !list->is_string()) return made;
  const auto code = text_of(made, "type");
  const auto type = model::type_of_code(code, text_of(made, "list"));
  if (type != code) {
    made["type"] = std::string(type);
    made.erase("list");
  }
  return made;
}

json changed_by_record(json model, const json& record) {
  auto changes = with_our_members(record);
  use_code_of_type(model, changes);
  keep_rest_of_attributes(model, changes);
  model.update(changes);
  return with_our_words(model);
}

}  // namespace footfall::settings
