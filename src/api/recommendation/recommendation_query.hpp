// The parameters of a recommendation request (protocol C1).
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/http/request.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::api {

/// Reads `numrecs`, `contextitems`, `itemid`, `outputtypeid`, `crosscontenttype`, `categorypath` and
/// `usecontextcategorypath`.
/// Errors: `bad_parameter` with name, value and accepted range. Thread-safe.
[[nodiscard]] result<recommend::query> read_recommendation_query(const http::target& target,
                                                                 const recommend::scenario& plan,
                                                                 bool alphanumeric_items);

/// Reads a parameter that is true or false; false when it is absent. Errors: `bad_parameter`. Thread-safe.
[[nodiscard]] result<bool> read_switch(const http::target& target, std::string_view name);

/// The enabled scenario with this id. Errors: `unknown_scenario`. Thread-safe.
[[nodiscard]] result<const recommend::scenario*> find_scenario(const customer::customer_settings& settings,
                                                               std::string_view id);

/// Reads `deadline_ms`, 1..10000; nothing when it is absent. Errors: `bad_parameter`. Thread-safe.
[[nodiscard]] result<std::optional<std::int64_t>> read_deadline_ms(const http::target& target);

/// The begin of the hour of UTC that a moment is in. Thread-safe.
[[nodiscard]] std::int64_t hour_of(std::int64_t time_ms) noexcept;

/// In which categories items are, as far as the catalogue, which may be null, and lately clicks have said:
/// those that grow too old go at the begin of an hour. Thread-safe.
[[nodiscard]] recommend::known_categories categories_of(const customer::customer& owner,
                                                        const customer::customer_settings& settings,
                                                        const catalog::catalogue* told,
                                                        std::int64_t now_ms) noexcept;

/// What is to be said about parameters whose names are nearly right; empty for nothing. Thread-safe.
[[nodiscard]] std::string hint_about_query(const http::target& target);

/// Whether a text is the name of a function or method as `read_callback` takes it. Thread-safe.
[[nodiscard]] bool is_callback(std::string_view text) noexcept;

/// Reads the name of the JSONP function: `jsonpCallback`, or `callback`; default `jsonpCallback`.
/// Errors: `bad_parameter` for anything that is not a function or a method by name: the answer is executed by
/// a browser. Thread-safe.
[[nodiscard]] result<std::string_view> read_callback(const http::target& target);

}  // namespace footfall::api
