// Reads one JSON object by the table of keys into the settings it belongs to.
#pragma once

#include "mistakes.hpp"
#include "settings_keys.hpp"

#include <string>
#include <string_view>

namespace footfall::settings {

/// A value as people should see it in a message: short, and in ASCII.
[[nodiscard]] std::string shown(const nlohmann::json& value);

/// Wherever the JSON comes from, the configuration file or a document of the store, it is read by this. Not
/// thread-safe.
class object_reader {
 public:
  explicit object_reader(mistakes& found) : mistakes_(found) {}

  /// Reads the keys of the group with this path of the table into `to`. Mistakes are told with `path`, which
  /// is where the object is for people.
  void read_object(const std::string& group_path, const std::string& path, const nlohmann::json& content,
                   destination to);

 private:
  void read_value(const std::string& group_path, const setting& row, const std::string& path,
                  const nlohmann::json& value, destination& to);
  void read_map(const std::string& group_path, const setting& row, const std::string& path,
                const nlohmann::json& value, destination& to);
  void read_list(const std::string& group_path, const setting& row, const std::string& path,
                 const nlohmann::json& value, destination& to);

  mistakes& mistakes_;
};

}  // namespace footfall::settings
