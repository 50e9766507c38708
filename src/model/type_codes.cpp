#include "footfall/model/type_codes.hpp"

#include <algorithm>
#include <array>

namespace footfall::model {

namespace {

constexpr std::array codes{
    type_code{"PROFILE", "CLICK", "PROFILE_CLICK"},     type_code{"PROFILE", "BUY", "PROFILE_BUY"},
    type_code{"PROFILE", "CONSUME", "PROFILE_CONSUME"}, type_code{"PROFILE", "RATE", "PROFILE_RATE"},
    type_code{"PROFILE", "BASKET", "PROFILE_BASKET"},
};

}  // namespace

std::string_view type_of_code(std::string_view code, std::string_view list) noexcept {
  const auto known = std::ranges::find_if(
      codes, [&](const type_code& each) { return each.code == code && (list.empty() || each.list == list); });
  return known == codes.end() ? code : known->type;
}

type_code code_of_type(std::string_view type) noexcept {
  const auto* const known = std::ranges::find(codes, type, &type_code::type);
  return known == codes.end() ? type_code{type, {}, type} : *known;
}

std::span<const type_code> type_codes() noexcept { return codes; }

bool has_parts(const model_kind& kind) noexcept {
  return kind.own_history == events::history_type::none && !kind.of_segment && kind.type != "EDITOR_BASED" &&
         kind.type != "CF_I2I_MIX_BUY_BUY";
}

}  // namespace footfall::model
