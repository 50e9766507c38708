// Part of the build: turns the JSON of npm's `crawler-user-agents` into the source of
// `traffic::listed_bots`. Arguments: the source to write, and the folder of the package where there is one.
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

nlohmann::json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  return nlohmann::json::parse(in);
}

/// What shops' back ends track with, though the list takes it for a robot.
bool is_platform(const std::string& pattern) {
  constexpr const char* names[] = {"WordPress", "Zapier",     "AppEngine-Google", "Shopify", "Salesforce",
                                   "IFTTT",     "Integromat", "Make\\/",          "Klaviyo"};
  return std::any_of(std::begin(names), std::end(names),
                     [&](const char* name) { return pattern.find(name) != std::string::npos; });
}

/// The expressions of all entries but HTTP libraries and platforms: shops' back ends and apps track with
/// these.
std::vector<std::string> expressions_of(const nlohmann::json& list) {
  std::vector<std::string> expressions;
  for (const auto& entry : list) {
    const auto tags = entry.value("tags", std::vector<std::string>{});
    auto pattern = entry.at("pattern").get<std::string>();
    if (std::find(tags.begin(), tags.end(), "http-library") == tags.end() && !is_platform(pattern))
      expressions.push_back(std::move(pattern));
  }
  return expressions;
}

std::string quoted(const std::string& text) { return "R\"pattern(" + text + ")pattern\""; }

void write_source(std::ostream& out, const std::vector<std::string>& expressions, const std::string& origin) {
  out << "// Made by script/list_bots.cpp.\n#include \"traffic/listed_bots.hpp\"\n\n"
         "namespace footfall::traffic {\n\n"
         "std::span<const std::string_view> listed_bots() noexcept {\n";
  if (expressions.empty()) {
    out << "  return {};\n";
  } else {
    out << "  static constexpr std::string_view expressions[] = {\n";
    for (const auto& each : expressions) out << "      " << quoted(each) << ",\n";
    out << "  };\n  return expressions;\n";
  }
  out << "}\n\nstd::string_view listed_bots_origin() noexcept { return " << quoted(origin)
      << "; }\n\n}  // namespace footfall::traffic\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    std::cerr << "usage: list_bots SOURCE [PACKAGE]\n";
    return 2;
  }
  try {
    std::vector<std::string> expressions;
    std::string origin;
    if (count == 3) {
      const std::filesystem::path package(arguments[2]);
      expressions = expressions_of(read_json(package / "crawler-user-agents.json"));
      origin = "crawler-user-agents " + read_json(package / "package.json").at("version").get<std::string>();
    }
    std::ofstream out(arguments[1]);
    write_source(out, expressions, origin);
    return out.flush() ? 0 : 1;
  } catch (const std::exception& broken) {
    std::cerr << "list_bots: " << broken.what() << '\n';
    return 1;
  }
}
