#include "documented_model.hpp"

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

}  // namespace

bool is_documented_model(const json& model) { return model.is_object() && model.contains("referenceCode"); }

json with_our_words(const json& model) {
  if (!model.is_object()) return model;
  auto made = is_documented_model(model) ? with_our_members(model) : model;
  const auto code = text_of(made, "type");
  const auto type = model::type_of_code(code, text_of(made, "list"));
  if (type != code) {
    made["type"] = std::string(type);
    made.erase("list");
  }
  return made;
}

}  // namespace footfall::settings
