// What a customer needs whose pages call the endpoints of RichRelevance.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace footfall::settings {

/// Who calls: a web shop, an app, a call centre. Known by its `apiClientKey`.
struct richrelevance_application {
  std::string name;                        ///< for people
  std::string environment = "production";  ///< for people: which of several installations it belongs to
  std::string secret;  ///< signs what reads profiles (OAuth 1.0); empty: it cannot read them
};

/// What fills a placement.
struct richrelevance_placement {
  std::string scenario;  ///< id of a scenario of the customer
};

/// The headline of a box.
struct richrelevance_message {
  std::string text;
};

/// The keys and placements of one customer.
struct richrelevance_settings {
  template <class Value>
  using by_name = std::map<std::string, Value, std::less<>>;

  std::string api_key;                              ///< of the site; empty: nobody can call
  bool secure_links = true;                         ///< links in answers begin with https://
  std::vector<std::string> click_hosts;             ///< clicks may lead there, besides to the item's own link
  by_name<richrelevance_application> applications;  ///< by `apiClientKey`
  by_name<richrelevance_placement> placements;      ///< by `PAGE_TYPE.NAME`, or `PAGE_TYPE.*` for the others
  by_name<richrelevance_message> messages;          ///< by `SCENARIO`, or `SCENARIO.LANGUAGE`
};

}  // namespace footfall::settings
